import type { AddressInfo } from 'node:net';
import type { Component } from '@hopline/runtime/lifecycle';
import type { TypedApp } from './http/typed-app.ts';

export interface HttpServer extends Component {
  /** The port it listens on, once started (useful when it was asked for port 0). */
  port(): number;
}

/** The application on a socket. On stop, requests under way are answered; at the deadline they are cut off. */
export function createHttpServer(app: TypedApp, listen: { host: string; port: number }): HttpServer {
  let started: Promise<unknown> | undefined;
  let stopped: Promise<void> | undefined;

  async function close(deadline: AbortSignal): Promise<void> {
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
      started ??= app.listen(listen);
      await started;
    },
    stop(deadline) {
      stopped ??= close(deadline);
      return stopped;
    },
    port: () => (app.server.address() as AddressInfo).port,
  };
}
