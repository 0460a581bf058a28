// What stands in front of the api in a rolling run: gives each request to the next instance that is ready, and leaves out
// one whose /readyz says no, as a load balancer does. It never sends a request twice: what goes wrong, the client sees.
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleanup } from '../../support/cleanup.ts';

/** How often each instance is asked whether it is ready. */
const PROBE_EVERY_MS = 100;
/** Without an answer for so long it is not. */
const PROBE_PATIENCE_MS = 2000;

interface Backend {
  readonly url: string;
  readonly agent: Agent;
  isReady: boolean;
}

export interface RoundRobin {
  readonly url: string;
  /** The URLs of the instances that get requests. */
  ready(): string[];
  add(url: string): void;
  /** Forgets an instance that is gone. */
  remove(url: string): void;
}

export async function startRoundRobin(t: Cleanup): Promise<RoundRobin> {
  const backends = new Map<string, Backend>();
  let turn = 0;

  function next(): Backend | undefined {
    const ready = [...backends.values()].filter(({ isReady }) => isReady);
    turn += 1;
    return ready[turn % Math.max(ready.length, 1)];
  }

  const server = createServer((incoming, response) => {
    const backend = next();
    if (backend) forward(backend, incoming, response);
    else response.writeHead(502).end('no instance is ready');
  });
  // Of the benches of its clients it is not to be the narrowest part.
  server.keepAliveTimeout = 60_000;
  const probing = setInterval(() => {
    for (const backend of backends.values()) void probe(backend);
  }, PROBE_EVERY_MS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    clearInterval(probing);
    for (const { agent } of backends.values()) agent.destroy();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => [...backends.values()].filter(({ isReady }) => isReady).map(({ url }) => url),
    add(url) {
      backends.set(url, { url, agent: new Agent({ keepAlive: true }), isReady: false });
    },
    remove(url) {
      backends.get(url)?.agent.destroy();
      backends.delete(url);
    },
  };
}

async function probe(backend: Backend): Promise<void> {
  const signal = AbortSignal.timeout(PROBE_PATIENCE_MS);
  const answer = await fetch(`${backend.url}/readyz`, { signal }).catch(() => undefined);
  await answer?.body?.cancel();
  backend.isReady = answer?.ok === true;
}

function forward({ url, agent }: Backend, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const outgoing = request(`${url}${incoming.url}`, { method, headers, agent }, (answer) => {
    // Each connection has its own: what the instance says of the one to us is not for the client.
    const { connection: _, 'keep-alive': __, ...kept } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end(`${url}: ${error.message}`);
  });
  incoming.pipe(outgoing);
}
