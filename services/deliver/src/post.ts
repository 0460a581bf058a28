// One POST to one receiver, within one time limit for all of it.
import type { IncomingHttpHeaders } from 'node:http';
import { checkWebhookUrl } from '@hopline/wire/webhook-url';
import type { Pool } from 'undici';
import { classifyError, classifyResponse, type Verdict } from './classify-response.ts';
import type { ConnectionPools } from './connection-pools.ts';
import { AttemptCutShortError, WebhookBlockedError, WebhookTimeoutError } from './errors.ts';
import { type Answer, Exchange } from './exchange.ts';

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
  try {
    // At every attempt: the policy, or what a literal address counts as, may have changed since the URL was accepted.
    const problem = checkWebhookUrl(message.url, { allowPrivate: options.allowPrivate });
    if (problem !== undefined) throw new WebhookBlockedError(`the URL ${problem}`);
    const url = new URL(message.url);
    const { statusCode, headers, body } = await options.pools.use(message.endpointId, url.origin, (pool) =>
      send(pool, url, message, options),
    );
    return { verdict: classifyResponse(statusCode, retryAfterOf(headers), Date.now()), response: body };
  } catch (error) {
    if (error instanceof AttemptCutShortError) throw error;
    return { verdict: classifyError(error), response: null };
  }
}

async function send(
  pool: Pool,
  url: URL,
  { headers, body }: Message,
  { timeoutMs, cut }: PostOptions,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const exchange = new Exchange(resolve, reject);
  const timeOut = () => exchange.abort(new WebhookTimeoutError(timeoutMs));
  // After a stall of this process timers come first: an answer that came in time is read before it is given up.
  const timer = setTimeout(() => setImmediate(timeOut), timeoutMs);
  const cutShort = () => exchange.abort(cut.reason);
  cut.addEventListener('abort', cutShort, { once: true });
  try {
    cut.throwIfAborted();
    pool.dispatch({ method: 'POST', path: `${url.pathname}${url.search}`, headers, body }, exchange);
    return await promise;
  } finally {
    clearTimeout(timer);
    cut.removeEventListener('abort', cutShort);
  }
}

function retryAfterOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['retry-after'] as string | string[] | undefined;
  return Array.isArray(value) ? value[0] : value;
}
