// The HTTP side of a service that has no public API: /healthz says that the process runs, /readyz that it can work,
// /metrics what it does.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError } from './errors.ts';
import type { Health } from './health.ts';
import type { Component } from './lifecycle.ts';

/** What a monitoring system reads. */
export interface Scrape {
  readonly contentType: string;
  readonly body: string;
}

export interface HealthServer extends Component {
  /** The port it listens on, once started (useful when it was asked for port 0). */
  port(): number;
}

/** Serves /healthz, /readyz and /metrics on `host`:`port`. */
export function createHealthServer(options: {
  host: string;
  port: number;
  health: Pick<Health, 'report'>;
  /** What /readyz says beside them, and whoever reads it should know: such as what is switched off. */
  notes?: Readonly<Record<string, string>>;
  /** What /metrics answers; without it there is no such path. */
  scrape?: (() => Promise<Scrape>) | undefined;
}): HealthServer {
  const server: Server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') return answer(response, 200, { status: 'ok' });
    if (path === '/readyz') {
      return void options.health
        .report()
        .then((report) =>
          answer(response, report.status === 'ok' ? 200 : 503, { ...report, ...options.notes }),
        );
    }
    if (path === '/metrics' && options.scrape) return void answerScrape(response, options.scrape);
    answer(response, 404, { status: 'not found' });
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

async function answerScrape(response: ServerResponse, scrape: () => Promise<Scrape>): Promise<void> {
  try {
    const { contentType, body } = await scrape();
    response.writeHead(200, { 'content-type': contentType }).end(body);
  } catch (error) {
    answer(response, 500, { status: 'failed', problem: describeError(error) });
  }
}
