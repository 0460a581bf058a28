// The receivers of a fault run, in the judge's own process: what came, when, and what it was answered, is the truth by
// which the system is judged.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import type { Cleanup } from '../../support/cleanup.ts';
import type { Random } from '../../support/fuzz-random.ts';
import { type Behaviour, RETRY_AFTER_MS } from './endpoints.ts';

export interface Post {
  readonly behaviour: string;
  readonly webhookId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since the epoch, once all of it was there. */
  readonly at: number;
  /** When it was answered, or its connection ended without that. */
  endedAt: number | undefined;
  /** 0 as long as nothing was answered. */
  status: number;
}

export interface WebhookReceiver {
  readonly posts: readonly Post[];
  /** Requests to where a redirect led. */
  readonly followed: readonly string[];
  urlOf(behaviour: Behaviour): string;
  /** The next post and all that come until `release` get no answer; resolves when there are so many of them. */
  hold(count: number): Promise<void>;
  release(): void;
  /** Whether everybody answers 503 whatever else they would do. */
  refuse(isRefusing: boolean): void;
}

const SLOW_MS = 250;
const DRIP_MS = 200;
const FLAKY_PERCENT = 30;
const LATER_PERCENT = 2;
const OVERSIZE = Buffer.alloc(10 * 1024 * 1024, 'x');
const LARGE_HEAD = 'x'.repeat(64 * 1024);

export async function startWebhookReceiver(t: Cleanup, random: Random): Promise<WebhookReceiver> {
  const posts: Post[] = [];
  const followed: string[] = [];
  const held: (() => void)[] = [];
  let isHolding = false;
  let isRefusing = false;
  let onHeld: () => void = () => {};

  function receive(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const behaviour = (request.url ?? '/').slice(1);
    if (behaviour === 'stolen') {
      followed.push(behaviour);
      response.writeHead(200).end();
      return;
    }
    const post: Post = {
      ...{ behaviour, webhookId: String(request.headers['webhook-id']), body, at: Date.now() },
      headers: request.headers as Record<string, string>,
      ...{ endedAt: undefined, status: 0 },
    };
    posts.push(post);
    response.on('close', () => {
      post.endedAt ??= Date.now();
    });
    const answer = () => {
      if (!response.destroyed)
        act(isRefusing ? 'refusing' : (behaviour as Behaviour), post, response, random);
    };
    if (isHolding) {
      held.push(answer);
      onHeld();
    } else answer();
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => receive(request, response, Buffer.concat(chunks)));
    request.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const closedPort = await unusedPort();
  return {
    posts,
    followed,
    urlOf(behaviour) {
      if (behaviour === 'refuse') return `http://127.0.0.1:${closedPort}/refuse`;
      return `${behaviour === 'no-tls' ? 'https' : 'http'}://127.0.0.1:${port}/${behaviour}`;
    },
    hold(count) {
      isHolding = true;
      return new Promise((resolve) => {
        onHeld = () => {
          if (held.length >= count) resolve();
        };
      });
    },
    release() {
      isHolding = false;
      for (const answer of held.splice(0)) answer();
    },
    refuse(refusing) {
      isRefusing = refusing;
    },
  };
}

function act(behaviour: Behaviour | 'refusing', post: Post, response: ServerResponse, random: Random): void {
  const { socket } = response;
  const say = (status: number, headers: Record<string, string> = {}, body: string | Buffer = '') => {
    post.status = status;
    post.endedAt = Date.now();
    response.writeHead(status, headers).end(body);
  };
  /** Says it in bytes, and whatever else belongs to it. */
  const raw = (status: number, bytes: string) => {
    post.status = status;
    post.endedAt = Date.now();
    socket?.write(bytes);
  };
  switch (behaviour) {
    case 'refusing':
      say(503);
      break;
    case 'slow':
      setTimeout(() => {
        if (!response.destroyed) say(200);
      }, SLOW_MS);
      break;
    case 'flaky':
      say(random.below(100) < FLAKY_PERCENT ? 503 : 200);
      break;
    case 'later':
      if (random.below(100) >= LATER_PERCENT) say(200);
      else say(429, { 'retry-after': String(RETRY_AFTER_MS / 1000) });
      break;
    case 'oversize':
      say(200, {}, OVERSIZE);
      break;
    case 'cut-off':
      raw(200, 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nonly this');
      socket?.end();
      break;
    case 'endless':
      post.status = 200;
      post.endedAt = Date.now();
      response.writeHead(200);
      drip(response);
      break;
    case 'early':
      // Two answers to one request, and a body where there must be none.
      raw(204, 'HTTP/1.1 204 No Content\r\n\r\nsurplusHTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n');
      socket?.end();
      break;
    case 'drip':
      // A head that never ends.
      dripHead(socket);
      break;
    case 'hang':
      break;
    case 'reset':
      socket?.resetAndDestroy();
      break;
    case 'redirect':
      say(302, { location: '/stolen' });
      break;
    case 'garbage':
      raw(0, '\0\0 this is not HTTP\r\n\r\n');
      socket?.end();
      break;
    case 'large-head':
      // Its status line is more than anybody reads of it.
      response.writeHead(200, { 'x-large': LARGE_HEAD }).end();
      break;
    case 'gone':
      say(410);
      break;
    default:
      say(200);
  }
}

function dripHead(socket: Socket | null): void {
  const timer = setInterval(() => socket?.write('x-drip: 1\r\n'), DRIP_MS);
  socket?.write('HTTP/1.1 200 OK\r\n');
  socket?.on('close', () => clearInterval(timer));
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('x'), DRIP_MS);
  response.on('close', () => clearInterval(timer));
}

async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
