import type { AddressInfo, Socket } from 'node:net';
import type { Component } from '@hopline/runtime/lifecycle';
import { sleep } from '@hopline/runtime/wait';
import { limitPipelining } from './http/limit-pipelining.ts';
import type { TypedApp } from './http/typed-app.ts';

/**
 * Connections that wait to be taken, as far as the system allows (net.core.somaxconn). Who finds this queue full, as
 * hundreds do that come together, tries again only after a second.
 */
const LISTEN_BACKLOG = 4096;

// Of a process that gets no core its clock says little: requests may lie unread behind a timer that is late. So turns of the
// event loop are counted, in each of which it reads what has come.
const QUIET_TURNS = 10;
const TURN_MS = 50;
/** Asked for as long as the process runs, whoever else is gone. */
const PROBES = new Set<string | undefined>(['/healthz', '/readyz', '/metrics']);
/** The clients of a stream that has ended come back by themselves, to wherever they are led. */
const STREAM = /^\/api\/[a-z/]+\/stream(\?|$)/;

export interface HttpServer extends Component {
  /** The port it listens on, once started (useful when it was asked for port 0). */
  port(): number;
  /** From now on each answer closes its connection: whoever has another request opens one, which may lead elsewhere. */
  partWithClients(): void;
  /** Waits until no request has come for a moment; what probes and Prometheus ask does not count, nor who comes back for a stream. Rejects at the deadline. */
  untilQuiet(deadline: AbortSignal): Promise<void>;
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
  let requests = 0;

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

  app.server.on('request', ({ url = '' }) => {
    if (isParting && !PROBES.has(url) && !STREAM.test(url)) requests += 1;
  });

  // A request that was under way when the stop began would else leave its connection open until that times out.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isParting) reply.header('connection', 'close');
    done(null, payload);
  });

  async function untilQuiet(deadline: AbortSignal): Promise<void> {
    for (let turns = 0, before = requests; turns < QUIET_TURNS; turns += 1) {
      await sleep(TURN_MS, deadline);
      if (requests > before) turns = 0;
      before = requests;
    }
  }

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
    untilQuiet,
    stop(deadline) {
      isParting = true;
      stopped ??= close(deadline);
      return stopped;
    },
    port: () => (app.server.address() as AddressInfo).port,
  };
}
