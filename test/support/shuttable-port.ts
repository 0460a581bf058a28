// A port in front of another one that can be shut: connections through it break, and new ones are refused.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Cleanup } from './cleanup.ts';

export interface ShuttablePort {
  readonly port: number;
  close(): void;
  open(): void;
}

/** Opens one in front of the address that a URL has; shut with the test. */
export async function shuttablePort(t: Cleanup, target: URL): Promise<ShuttablePort> {
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
  return {
    port: (server.address() as AddressInfo).port,
    close,
    open() {
      isOpen = true;
    },
  };
}
