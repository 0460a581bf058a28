/** How often a request is sent again, and after how long. */
export interface RetryPolicy {
  /** So many times at most, after the first. */
  readonly retries: number;
  /** The wait after the first failure, in milliseconds; it doubles with each. */
  readonly initialMs: number;
  readonly maxMs: number;
}

/** For everything that is asked of the API. */
export const BACKOFF = { initialMs: 250, maxMs: 10_000 } as const;

/** Whoever is asked to wait for longer is told so, instead of waiting. */
export const LONGEST_WAIT_MS = 60_000;

/**
 * The wait before the next attempt, in milliseconds; undefined when there is to be none. Never shorter than the answer asked
 * for. Up to half of the back-off is taken off at random, and up to a tenth put onto what was asked for, so that clients that
 * failed together do not come back together.
 * @param failures in a row, from 1
 * @param retryAfterMs what the answer asked for
 * @param random from 0 to 1
 */
export function nextWait(
  policy: RetryPolicy,
  failures: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (failures > policy.retries) return undefined;
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_WAIT_MS) return undefined;
  const full = Math.min(policy.maxMs, policy.initialMs * 2 ** Math.min(failures - 1, 30));
  const backoff = full * (1 - 0.5 * random());
  const asked = (retryAfterMs ?? 0) * (1 + 0.1 * random());
  return Math.round(Math.max(backoff, asked));
}
