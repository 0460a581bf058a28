// How many posts to one endpoint may be under way: as many as it has shown to take. Additive increase, multiplicative
// decrease, as TCP's congestion control (RFC 5681). Pure; times are those of `performance.now()`.

export const MIN_CONCURRENCY = 1;
/** Of an endpoint that nothing is known of. */
export const INITIAL_CONCURRENCY = 10;
export const MAX_CONCURRENCY = 50;

export interface Concurrency {
  /** Not always whole: it grows by fractions. */
  readonly limit: number;
  /** Below this it grows by one a success, from there on by about one for each time that it was used up. */
  readonly threshold: number;
  /** When it was lowered last; posts that began earlier say nothing of what it is now. */
  readonly loweredAt: number;
}

export const NEW_CONCURRENCY: Concurrency = {
  limit: INITIAL_CONCURRENCY,
  threshold: MAX_CONCURRENCY,
  loweredAt: Number.NEGATIVE_INFINITY,
};

/** How many that is in posts. */
export function allowed({ limit }: Concurrency): number {
  return Math.floor(limit);
}

/**
 * After a success. It grows only when it is what holds posts back: one that nobody uses up says nothing.
 * @param inFlight how many posts were under way, the one that succeeded among them
 */
export function afterSuccess(before: Concurrency, inFlight: number): Concurrency {
  if (before.limit >= MAX_CONCURRENCY || inFlight < allowed(before)) return before;
  const step = before.limit < before.threshold ? 1 : 1 / before.limit;
  return { ...before, limit: Math.min(MAX_CONCURRENCY, before.limit + step) };
}

/** After a sign of too much load (`isOverload`): half, once for all posts that were under way together. */
export function afterOverload(
  before: Concurrency,
  post: { startedAt: number; endedAt: number },
): Concurrency {
  if (post.startedAt < before.loweredAt) return before;
  const limit = Math.max(MIN_CONCURRENCY, Math.floor(before.limit / 2));
  return { limit, threshold: limit, loweredAt: post.endedAt };
}

/** Once an endpoint has come back: from one post on, doubling until half of what it took before. */
export function afterRecovery(before: Concurrency): Concurrency {
  const threshold = Math.max(before.threshold, MIN_CONCURRENCY);
  return { limit: MIN_CONCURRENCY, threshold, loweredAt: before.loweredAt };
}

const OVERLOADED = new Set([429, 502, 503, 504]);

/** Whether an attempt's end says that the receiver has too much to do. */
export function isOverload({ outcome, statusCode }: { outcome: string; statusCode: number | null }): boolean {
  return outcome === 'timeout' || (statusCode !== null && OVERLOADED.has(statusCode));
}
