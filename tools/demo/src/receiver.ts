// The demo's own webhook receiver: one path for each organization, signatures checked with the reference library.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { DemoLedger } from './ledger.ts';

// Every so many first attempts are answered 503.
const FAIL_EVERY = 20;

export interface DemoReceiver extends AsyncDisposable {
  url(organization: number): string;
  expectSecret(organization: number, secret: string): void;
}

export async function startReceiver(ledger: DemoLedger): Promise<DemoReceiver> {
  const webhooks = new Map<number, Webhook>();
  let firstAttempts = 0;
  const server: Server = createServer((request, response) => {
    const at = Date.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const organization = Number(request.url?.slice(1));
      const id = String(request.headers['webhook-id']);
      const body = Buffer.concat(chunks).toString('utf8');
      const first = !ledger.receipts.has(id);
      if (first) firstAttempts += 1;
      const status = first && firstAttempts % FAIL_EVERY === 0 ? 503 : 204;
      const validSignature = verifies(
        webhooks.get(organization),
        body,
        request.headers as Record<string, string>,
      );
      response.writeHead(status).end();
      ledger.receive({ id, organization, at, answeredAt: Date.now(), status, validSignature, body });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (organization) => `http://127.0.0.1:${port}/${organization}`,
    expectSecret: (organization, secret) => webhooks.set(organization, new Webhook(secret)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function verifies(webhook: Webhook | undefined, body: string, headers: Record<string, string>): boolean {
  if (!webhook) return false;
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
