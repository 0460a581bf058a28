import type { AddressInfo, Socket } from 'node:net';
import type { Component } from '@hopline/runtime/lifecycle';
import { limitPipelining } from './http/limit-pipelining.ts';
import type { TypedApp } from './http/typed-app.ts';

/**
 * Connections that wait to be taken, as far as the system allows (net.core.somaxconn). Who finds this queue full, as
 * hundreds do that come together, tries again only after a second.
 */
const LISTEN_BACKLOG = 4096;

export interface HttpServer extends Component {
  /** The port it listens on, once started (useful when it was asked for port 0). */
  port(): number;
  /** From now on each answer closes its connection: whoever has another request opens one, which may lead elsewhere. */
  partWithClients(): void;
}

/** The application on a socket. Connections beyond the most are closed at once. On stop, requests under way are answered; at the deadline they are cut off. */
export function createHttpServer(
  app: TypedApp,
  listen: { host: string; port: number },
  connections: { max: number; onDrop: () => void },
): HttpServer {
  let started: Promise<unknown> | undefined;
  let stopped: Promise<void> | undefined;
  let isParting = false;

  // Each has few requests under way, so this bounds the memory that they take and how long one can wait for its turn.
  app.server.maxConnections = connections.max;
  app.server.on('drop', connections.onDrop);

  limitPipelining(app.server);

  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  // Node would answer any other expectation than 100-continue with a bare 417. It may be ignored (RFC 9110, section 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));

  // A request that was under way when the stop began would else leave its connection open until that times out.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isParting) reply.header('connection', 'close');
    done(null, payload);
  });

  async function close(deadline: AbortSignal): Promise<void> {
    // Node takes them for busy: browsers open connections ahead that they may never use.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const cutShort = () => app.server.closeAllConnections();
    if (deadline.aborted) cutShort();
    deadline.addEventListener('abort', cutShort, { once: true });
    // Stops listening, closes the idle connections, and waits for those with a request under way.
    await app.close();
    deadline.removeEventListener('abort', cutShort);
  }

  return {
    name: 'http server',
    async start() {
      started ??= app.listen({ ...listen, backlog: LISTEN_BACKLOG });
      await started;
    },
    partWithClients() {
      isParting = true;
    },
    stop(deadline) {
      isParting = true;
      stopped ??= close(deadline);
      return stopped;
    },
    port: () => (app.server.address() as AddressInfo).port,
  };
}
