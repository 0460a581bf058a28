import { until } from '../../src/until.ts';

/** Waits until the probe gives something true, and gives that. The limit only ends a test that has failed. */
export function eventually<T>(
  what: string,
  probe: () => Promise<T> | T,
  timeoutMs = 60_000,
): Promise<NonNullable<T>> {
  return until(async () => (await probe()) || undefined, {
    everyMs: 50,
    timeoutMs,
    onTimeout: () => new Error(`still not after ${timeoutMs / 1000} s: ${what}`),
  }) as Promise<NonNullable<T>>;
}
