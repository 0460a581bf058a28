// The receivers of a rolling run, in the judge's own process. All of them take everything, so that whatever comes a second
// time was posted twice; one takes its time, so that posts are under way whenever a process is told to stop.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../../support/cleanup.ts';

export interface RollingPost {
  /** The path: which endpoint it came to. */
  readonly endpoint: string;
  readonly webhookId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface RollingReceivers {
  /** In the order in which they came. */
  readonly posts: readonly RollingPost[];
  urlOf(endpoint: string): string;
}

export const SLOW_MS = 3000;
export const SLOW = '/slow';

export async function startReceivers(t: Cleanup): Promise<RollingReceivers> {
  const posts: RollingPost[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on('error', () => {});
    request.on('end', () => {
      const endpoint = request.url ?? '';
      posts.push({ endpoint, webhookId: String(request.headers['webhook-id']), at: Date.now() });
      const say = () => response.writeHead(200).end();
      if (endpoint === SLOW) setTimeout(say, SLOW_MS);
      else say();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { posts, urlOf: (endpoint) => `http://127.0.0.1:${port}${endpoint}` };
}
