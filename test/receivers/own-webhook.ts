// Webhooks that nobody but the test has sent: signed by the reference library, and what an attacker makes of them.
import { once } from 'node:events';
import { request as beginHttp, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface OwnWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
}

const MINUTE_MS = 60_000;

/** A webhook that is signed as it should be, unless it is of another time than now. */
export function signed(
  secret: string,
  { id, body, ageMinutes = 0 }: { id: string; body: string; ageMinutes?: number },
): OwnWebhook {
  const at = new Date(Date.now() - ageMinutes * MINUTE_MS);
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body: Buffer.from(body),
  };
}

/** The same with another header or body. */
export function changed(
  webhook: OwnWebhook,
  change: { headers?: Record<string, string>; body?: Buffer<ArrayBuffer> },
): OwnWebhook {
  return { headers: { ...webhook.headers, ...change.headers }, body: change.body ?? webhook.body };
}

/** Posts it and gives the status; 0 when the connection was closed before all was sent. */
export async function postOwn(url: string, { headers, body }: OwnWebhook): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}

/** Posts it with a line for each of these ids, in this order, and gives the status. */
export async function postWithIds(
  url: string,
  { headers, body }: OwnWebhook,
  ids: readonly string[],
): Promise<number> {
  const request = beginHttp(url, { method: 'POST', headers: { ...headers, 'webhook-id': [...ids] } });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}

/** A request whose body stays away. */
export interface SlowRequest {
  isClosed(): boolean;
}

/** Sends the head of a webhook and half its body, and no more until the other side has had enough. */
export function sendHalf(port: number, path: string, webhook: OwnWebhook): SlowRequest {
  const socket = connect(port, '127.0.0.1');
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => {});
  socket.resume();
  socket.write(headOf(port, path, webhook));
  socket.write(webhook.body.subarray(0, webhook.body.length / 2));
  return { isClosed: () => isClosed };
}

/** A request of which the receiver has the head and waits for the body. */
export interface HalfRequest {
  /** Sends the body, and gives the status line of the answer. */
  finish(): Promise<string>;
}

/** Sends the head, and waits until the receiver asks for the body (RFC 9110, section 10.1.1: Expect). */
export async function beginRequest(port: number, path: string, webhook: OwnWebhook): Promise<HalfRequest> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  const line = (of: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = of.exec(text)?.[0];
        if (found) resolve(found);
      };
      socket.on('data', look);
      socket.once('error', reject);
      socket.once('close', () =>
        reject(new Error(`the connection was closed after ${JSON.stringify(text)}`)),
      );
      look();
    });
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.write(headOf(port, path, changed(webhook, { headers: { expect: '100-continue' } })));
  await line(/^HTTP\/1\.1 100 [^\r]*/);
  return {
    async finish() {
      socket.write(webhook.body);
      const status = await line(/(?<=\r\n)HTTP\/1\.1 [2-5]\d\d[^\r]*/);
      socket.destroy();
      return status;
    },
  };
}

function headOf(port: number, path: string, { headers, body }: OwnWebhook): string {
  const all = { host: `127.0.0.1:${port}`, ...headers, 'content-length': String(body.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
