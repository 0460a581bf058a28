// Postgres behind a port that can be shut, so that a test can take it away from a service and give it back.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Cleanup } from './cleanup.ts';
import { createDatabase, requiredEnv, type TestDatabase } from './database.ts';

/** A database behind a port that can be shut: connections break and new ones are refused. */
export async function proxiedDatabase(
  t: Cleanup,
): Promise<{ database: TestDatabase; proxy: { close(): void; open(): void } }> {
  const database = await createDatabase(t);
  const target = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL'));
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (!isOpen) return client.destroy();
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  t.after(() => {
    close();
    server.close();
  });
  const url = new URL(database.url);
  url.port = String((server.address() as { port: number }).port);
  const proxied: TestDatabase = { url: url.href, pool: database.pool };
  return {
    database: proxied,
    proxy: {
      close,
      open: () => {
        isOpen = true;
      },
    },
  };
}
