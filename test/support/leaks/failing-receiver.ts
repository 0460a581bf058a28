// A receiver that fails in a way that its path names, and says in its answers what no log may repeat.
import { createServer } from 'node:http';
import type { Cleanup } from '../cleanup.ts';
import { MARKS } from './marks.ts';

/** The first words of the paths that it knows, each another way to fail. */
export const WAYS = ['ok', 'refuse', 'cut', 'garbage', 'moved', 'echo'] as const;

/** Starts it; stopped with the test. Gives its base URL. */
export async function startFailing(t: Cleanup): Promise<string> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/cut')) return void request.socket.destroy();
    if (path.startsWith('/garbage')) return void request.socket.end(`${MARKS.receiverBody}\r\n\r\n`);
    // As a framework in development does: what it was sent, for whoever debugs it.
    if (path.startsWith('/echo'))
      return void response.writeHead(500).end(JSON.stringify({ headers: request.headers }));
    const status = path.startsWith('/ok') ? 200 : path.startsWith('/moved') ? 302 : 500;
    const headers = { location: `https://example.com/${MARKS.receiverBody}`, 'x-say': MARKS.receiverBody };
    response.writeHead(status, headers).end(MARKS.receiverBody);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
