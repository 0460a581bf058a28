// Answers every webhook with 204 and remembers when which of them came.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, and different webhook-ids among them. */
  readonly posts: number;
  readonly webhooks: number;
  /** When the first request came to a path, by Date.now(). */
  readonly firstAt: ReadonlyMap<string, number>;
  /** When the last webhook that had not come before came. */
  readonly lastAt: number;
}

export async function startReceiver(): Promise<Receiver> {
  const ids = new Set<string>();
  const firstAt = new Map<string, number>();
  let posts = 0;
  let lastAt = 0;
  const server = createServer((request, response) => {
    const now = Date.now();
    const { url = '/' } = request;
    const id = String(request.headers['webhook-id']);
    posts += 1;
    if (!firstAt.has(url)) firstAt.set(url, now);
    if (!ids.has(id)) lastAt = now;
    ids.add(id);
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get posts() {
      return posts;
    },
    get webhooks() {
      return ids.size;
    },
    get lastAt() {
      return lastAt;
    },
    firstAt,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
