// How much one statement of retention takes on, and how long it leaves the database to others afterwards. Pure.

export interface StepLimits {
  readonly first: number;
  readonly max: number;
}

/** A statement that takes longer than this, in milliseconds, was too much: limits of a second are not to be reached. */
const TOO_LONG_MS = 150;
const SHORT_MS = 40;

/** The size of the next step, by how long the one before took; undefined when that was given up. */
export function nextStepSize(size: number, tookMs: number | undefined, { max }: StepLimits): number {
  if (tookMs === undefined || tookMs > TOO_LONG_MS) return Math.max(1, Math.floor(size / 2));
  return tookMs < SHORT_MS ? Math.min(max, size * 2) : size;
}

/** How long to rest after a step: retention works for a quarter of the time at most. */
export function restAfter(tookMs: number): number {
  return Math.min(3 * tookMs, 3000);
}
