import { isPassingStatus, mayHaveBeenDone } from '../error-codes.ts';
import { HoplineError } from '../errors.ts';
import { parseRetryAfter } from '../retry/retry-after.ts';

/** An answer, read to its end. */
export interface TextAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/**
 * The error that an answer other than 2xx stands for.
 * @param now milliseconds since the epoch
 */
export function answerError({ status, retryAfter, text }: TextAnswer, now: number): HoplineError {
  const problem = parseObject(text);
  const code = textOf(problem?.code);
  const retryAfterMs = parseRetryAfter(retryAfter, now);
  return new HoplineError({
    code: code ?? 'HPL_CLIENT_ANSWER',
    status,
    title: textOf(problem?.title),
    detail: textOf(problem?.detail) ?? `the answer is ${describeStatus(status)} and no problem of Hopline's`,
    pointer: textOf(problem?.pointer),
    traceId: textOf(problem?.trace_id),
    retryAfterMs,
    isRetryable: isPassingStatus(status) || retryAfterMs !== undefined,
    isUnknown: mayHaveBeenDone(status, code),
    problem: code === undefined ? undefined : problem,
  });
}

/** A 2xx whose body is not what it should be. Whatever was asked for may have been done. */
export function unreadableAnswer(status: number): HoplineError {
  return new HoplineError({
    code: 'HPL_CLIENT_ANSWER',
    status,
    detail: `the answer is ${describeStatus(status)}, but its body is not what the API promises`,
    isUnknown: true,
  });
}

// A browser hides what a redirect answered.
function describeStatus(status: number): string {
  if (status === 0 || (status >= 300 && status < 400)) return 'a redirect, which is not followed,';
  return String(status);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
