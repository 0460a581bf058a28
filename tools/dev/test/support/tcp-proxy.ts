import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { TestContext } from 'node:test';

/** Listens on one port of 127.0.0.1 and passes everything on to another, until the test ends. */
export async function startProxy(t: TestContext, from: number, to: number): Promise<void> {
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: to });
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  server.listen(from, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
}
