// When a read is tried again by itself. Changes never are: whoever asked for one decides.
import { ProblemError, UnreachableError } from './problem.ts';

const MOST_RETRIES = 4;
/** Longer waits are not for somebody who looks at a page: they are told, and may try again. */
const LONGEST_WAIT_SECONDS = 30;

/**
 * Whether a read that has failed is tried again.
 * @param failures how often it has failed before this time
 */
export function mayReadAgain(failures: number, error: unknown): boolean {
  if (failures >= MOST_RETRIES) return false;
  if (error instanceof UnreachableError) return true;
  if (!(error instanceof ProblemError)) return false;
  const { status } = error.problem;
  return (status === 429 || status === 503) && (error.retryAfterSeconds ?? 0) <= LONGEST_WAIT_SECONDS;
}

/** How long to wait before that, in milliseconds: what the answer asks for, or a second, two, four and eight. */
export function readAgainAfterMs(failures: number, error: unknown): number {
  const asked = error instanceof ProblemError ? error.retryAfterSeconds : undefined;
  return asked === undefined ? 1000 * 2 ** failures : asked * 1000;
}
