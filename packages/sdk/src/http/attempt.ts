// One request and its answer, without retries: the only place that calls fetch.
import { HoplineError } from '../errors.ts';
import { answerError, type TextAnswer, unreadableAnswer } from './answer-error.ts';
import { startTimeLimit } from './time-limit.ts';

/** As much of fetch as is used: a part of what every runtime has. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What is the same for all requests. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: Fetch;
  /** Of one attempt, until its answer is read. */
  readonly timeoutMs: number;
}

export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks once.
 * @returns the JSON of the answer; undefined when it has no body
 * @throws {HoplineError} for any answer other than 2xx, and for none; the reason of the signal when that ended it
 */
export async function attempt(connection: Connection, request: Request): Promise<unknown> {
  const answer = await exchange(connection, request);
  if (answer.status < 200 || answer.status > 299) {
    // Whatever stands between might answer with what it was sent.
    const text = answer.text.replaceAll(connection.apiKey, '***');
    throw answerError({ ...answer, text }, Date.now());
  }
  if (answer.text === '') return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    throw unreadableAnswer(answer.status);
  }
}

async function exchange(connection: Connection, request: Request): Promise<TextAnswer> {
  const { method, path, body, signal } = request;
  // Called as a function: as a method of this object browsers refuse their own.
  const { fetch } = connection;
  signal?.throwIfAborted();
  const limit = startTimeLimit(connection.timeoutMs, signal);
  try {
    const response = await fetch(`${connection.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${connection.apiKey}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      // A key is for the host that it was given for; and a POST that is followed becomes a GET.
      redirect: 'manual',
      signal: limit.signal,
    });
    const text = await response.text();
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw limit.isOver() ? timeoutError(connection.timeoutMs) : unreachableError(error);
  } finally {
    limit.end();
  }
}

function timeoutError(ms: number): HoplineError {
  return new HoplineError({
    code: 'HPL_CLIENT_TIMEOUT',
    detail: `there was no answer within ${ms} ms`,
    isRetryable: true,
    isUnknown: true,
  });
}

/** Causes with which no byte has left: known by the names that Node, and what follows it, gives them. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function unreachableError(cause: unknown): HoplineError {
  const code = codeOf(cause) ?? codeOf((cause as { cause?: unknown } | undefined)?.cause);
  return new HoplineError({
    code: 'HPL_CLIENT_UNREACHABLE',
    detail: `the connection failed${code === undefined ? '' : `: ${code}`}`,
    isRetryable: true,
    isUnknown: !NEVER_SENT.has(code),
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
