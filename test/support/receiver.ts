// A webhook receiver for tests: verifies every signature with the reference library and keeps a ledger.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Cleanup } from './cleanup.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly webhookId: string;
  readonly body: Buffer;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** False when the path's secret is known and the signature does not fit. */
  readonly valid: boolean;
  /** What it was answered. */
  readonly status: number;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** The secret that requests to this path must be signed with. */
  expectSecret(path: string, secret: string): void;
  byId(webhookId: string): Received[];
}

export type Answer = (
  request: Omit<Received, 'status'>,
  response: ServerResponse,
  nth: number,
) => number | undefined;

/**
 * Starts a receiver on a free port; closed when the test ends.
 * @param answer gives the status (200 without it), or answers by itself and gives undefined;
 *   `nth` counts the requests with this webhook-id on this path, from 1
 */
export async function startReceiver(t: Cleanup, answer: Answer = () => 200): Promise<Receiver> {
  const received: Received[] = [];
  const secrets = new Map<string, Webhook>();
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '/' } = request;
      const webhookId = String(request.headers['webhook-id'] ?? '');
      const nth = (counts.get(`${path} ${webhookId}`) ?? 0) + 1;
      counts.set(`${path} ${webhookId}`, nth);
      const body = Buffer.concat(chunks);
      const valid = isValid(secrets.get(path), body, request.headers as Record<string, string>);
      const seen = { method, path, webhookId, body, headers: request.headers, at: Date.now(), valid };
      const status = answer(seen, response, nth);
      received.push({ ...seen, status: status ?? 0 });
      if (status !== undefined) response.writeHead(status).end('ok');
    });
  });
  // Whoever posts ends a connection that is idle; a server that does so just as a post comes would be a failed attempt.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    expectSecret: (path, secret) => secrets.set(path, new Webhook(secret)),
    byId: (webhookId) => received.filter((one) => one.webhookId === webhookId),
  };
}

function isValid(webhook: Webhook | undefined, body: Buffer, headers: Record<string, string>): boolean {
  if (!webhook) return true;
  try {
    webhook.verify(body.toString('utf8'), headers);
    return true;
  } catch {
    return false;
  }
}
