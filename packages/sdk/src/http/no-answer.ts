// Why there was no answer.
import { HoplineError } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { TimeLimit } from './time-limit.ts';

/**
 * What to throw when fetch, or the reading of its answer, has failed.
 * @param ms the limit, which may be what ended it
 * @returns the reason of the caller's signal when that ended it
 */
export function noAnswerError(
  { baseUrl }: Connection,
  cause: unknown,
  limit: TimeLimit,
  ms: number,
  signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted) return signal.reason;
  return limit.isOver() ? timeoutError(baseUrl, ms) : unreachableError(baseUrl, cause);
}

function timeoutError(baseUrl: string, ms: number): HoplineError {
  return new HoplineError({
    code: 'HPL_CLIENT_TIMEOUT',
    detail: `${baseUrl} has not answered within ${ms} ms`,
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

function unreachableError(baseUrl: string, cause: unknown): HoplineError {
  const code = codeOf(cause) ?? codeOf((cause as { cause?: unknown } | undefined)?.cause);
  return new HoplineError({
    code: 'HPL_CLIENT_UNREACHABLE',
    detail: `the connection to ${baseUrl} failed${code === undefined ? '' : `: ${code}`}`,
    isRetryable: true,
    isUnknown: !NEVER_SENT.has(code),
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
