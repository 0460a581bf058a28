// The HTTP side of a service that has no public API: /healthz says that the process runs, /readyz that it can work.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkHealth, type HealthCheck } from './health.ts';
import type { Component } from './lifecycle.ts';

export interface HealthServer extends Component {
  /** The port it listens on, once started (useful when it was asked for port 0). */
  port(): number;
}

/** Serves /healthz and /readyz on `host`:`port`. */
export function createHealthServer(options: {
  host: string;
  port: number;
  checks: Readonly<Record<string, HealthCheck>>;
}): HealthServer {
  const server: Server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') return answer(response, 200, { status: 'ok' });
    if (path !== '/readyz') return answer(response, 404, { status: 'not found' });
    checkHealth(options.checks).then((report) =>
      answer(response, report.status === 'ok' ? 200 : 503, report),
    );
  });
  return {
    name: 'health server',
    start: () =>
      new Promise((resolve, reject) => {
        if (server.listening) return resolve();
        server.once('error', reject);
        server.listen(options.port, options.host, resolve);
      }),
    stop: () =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    port: () => (server.address() as AddressInfo).port,
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
