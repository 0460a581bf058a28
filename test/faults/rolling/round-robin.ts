// What stands in front of the api in a rolling run: gives each request to the next instance that is ready, and leaves out
// one whose /readyz says no, as a load balancer does. It never sends a request twice: what goes wrong, the client sees.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Cleanup } from '../../support/cleanup.ts';
import { LeanPool, type Message, MessageReader } from '../../support/lean-http.ts';

/** How often each instance is asked whether it is ready. */
const PROBE_EVERY_MS = 100;
/** Without an answer for so long it is not: longer than a busy machine holds up whoever asks or answers. */
export const PROBE_PATIENCE_MS = 6000;

interface Backend {
  readonly url: string;
  readonly pool: LeanPool;
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
  const clients = new Set<Socket>();
  let turn = 0;

  function next(): Backend | undefined {
    const ready = [...backends.values()].filter(({ isReady }) => isReady);
    turn += 1;
    return ready[turn % Math.max(ready.length, 1)];
  }

  const server = createServer({ noDelay: true }, (client) => {
    const reader = new MessageReader();
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => {});
    client.on('data', (chunk) => {
      try {
        // A client has one request under way on a connection.
        for (const request of reader.push(chunk)) void forward(next(), request, client);
      } catch (error) {
        client.destroy(error as Error);
      }
    });
  });
  const probing = setInterval(() => {
    for (const backend of backends.values()) void probe(backend);
  }, PROBE_EVERY_MS);
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
  t.after(() => {
    clearInterval(probing);
    for (const { pool } of backends.values()) pool.destroy();
    for (const client of clients) client.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: () => [...backends.values()].filter(({ isReady }) => isReady).map(({ url }) => url),
    add(url) {
      backends.set(url, { url, pool: new LeanPool(url), isReady: false });
    },
    remove(url) {
      backends.get(url)?.pool.destroy();
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

async function forward(backend: Backend | undefined, request: Message, client: Socket): Promise<void> {
  if (!backend) {
    client.write(badGateway('no instance is ready'));
    return;
  }
  try {
    const answer = await backend.pool.request(request.bytes);
    client.write(answer.bytes);
    // The instance parts with its client: whoever has another request comes on a new connection.
    if (answer.last) client.end();
  } catch (error) {
    client.write(badGateway(`${backend.url}: ${(error as Error).message}`));
  }
}

function badGateway(text: string): string {
  return `HTTP/1.1 502 Bad Gateway\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
