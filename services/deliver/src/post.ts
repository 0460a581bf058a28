// One POST to one receiver. undici's `request`, not `fetch`: it follows no redirect.
import type { IncomingHttpHeaders } from 'node:http';
import { raceSignal } from '@hopline/runtime/wait';
import { checkWebhookUrl } from '@hopline/wire/webhook-url';
import type { Pool } from 'undici';
import { classifyError, classifyResponse, type Verdict } from './classify-response.ts';
import type { ConnectionPools } from './connection-pools.ts';
import { AttemptCutShortError, WebhookBlockedError, WebhookTimeoutError } from './errors.ts';

/** So much of an answer's body is read, that the connection can be used again; of a longer one it is closed. */
const MAX_READ_BYTES = 64 * 1024;
/** So much of it is kept for people. */
const MAX_KEPT_BYTES = 1024;

export interface Message {
  readonly endpointId: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Posted {
  readonly verdict: Verdict;
  /** The beginning of the answer's body. */
  readonly response: Buffer | null;
}

export interface PostOptions {
  readonly pools: ConnectionPools;
  /** For all of it: name, connection, request, answer. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  /** Aborts with an AttemptCutShortError when the process can wait no longer. */
  readonly cut: AbortSignal;
}

/**
 * Posts and judges. Whatever goes wrong with the receiver is a verdict.
 * @throws {AttemptCutShortError} when the process had to stop before there was an answer
 */
export async function postWebhook(message: Message, options: PostOptions): Promise<Posted> {
  const end = new AbortController();
  const timeOut = () => end.abort(new WebhookTimeoutError(options.timeoutMs));
  // After a stall of this process timers come first: an answer that came in time is read before it is given up.
  const timer = setTimeout(() => setImmediate(timeOut), options.timeoutMs);
  const cutShort = () => end.abort(options.cut.reason);
  options.cut.addEventListener('abort', cutShort, { once: true });
  if (options.cut.aborted) cutShort();
  try {
    // At every attempt: the policy, or what a literal address counts as, may have changed since the URL was accepted.
    const problem = checkWebhookUrl(message.url, { allowPrivate: options.allowPrivate });
    if (problem !== undefined) throw new WebhookBlockedError(`the URL ${problem}`);
    const url = new URL(message.url);
    return await options.pools.use(message.endpointId, url.origin, (pool) =>
      send(pool, url, message, end.signal),
    );
  } catch (error) {
    if (error instanceof AttemptCutShortError) throw error;
    return { verdict: classifyError(error), response: null };
  } finally {
    clearTimeout(timer);
    options.cut.removeEventListener('abort', cutShort);
  }
}

async function send(pool: Pool, url: URL, message: Message, signal: AbortSignal): Promise<Posted> {
  const request = pool.request({
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    headers: message.headers,
    body: message.body,
    signal,
  });
  // While it connects, undici notices the signal only when that has come to an end.
  const { statusCode, headers, body } = await raceSignal(request, signal);
  const response = await readBeginning(body);
  return { verdict: classifyResponse(statusCode, retryAfterOf(headers), Date.now()), response };
}

function retryAfterOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['retry-after'] as string | string[] | undefined;
  return Array.isArray(value) ? value[0] : value;
}

// The status line has decided. An answer that breaks off, never ends or is too long changes nothing but what is kept.
async function readBeginning(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let readBytes = 0;
  try {
    for await (const chunk of body) {
      const part = chunk.subarray(0, MAX_KEPT_BYTES - keptBytes);
      if (part.length > 0) kept.push(part);
      keptBytes += part.length;
      readBytes += chunk.length;
      // Leaving the loop closes the connection.
      if (readBytes >= MAX_READ_BYTES) break;
    }
  } catch {
    // What came until then is kept.
  }
  return Buffer.concat(kept);
}
