/** How long to wait after failures in a row: doubling from `initialMs` up to `maxMs`. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * The wait after the n-th failure in a row (n from 1), in milliseconds, with up to 20 % taken off at random, so that
 * processes that failed together do not try again together.
 */
export function backoffDelay({ initialMs, maxMs }: Backoff, failures: number, random = Math.random): number {
  const full = Math.min(maxMs, initialMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - 0.2 * random()));
}
