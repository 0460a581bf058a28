// Buckets of times for live figures: each begins a quarter above the one before, so that what is read out of them is off by a quarter
// at the most.

const GROWTH = 1.25;
/** The last one begins at two hours. */
export const LATENCY_BUCKETS = 72;

/** The bucket of a time in milliseconds. Bucket 0 ends at 1 ms, bucket n at 1.25 to the power of n; the last has no end. */
export function latencyBucket(ms: number): number {
  if (!(ms > 1)) return 0;
  return Math.min(Math.ceil(Math.log(ms) / Math.log(GROWTH)), LATENCY_BUCKETS - 1);
}

/**
 * The time below which the fraction `q` of the counted times lies, in milliseconds; within a bucket they count as spread
 * evenly. Undefined when nothing was counted.
 * @param buckets how many are in each; those that are missing at the end are empty
 */
export function latencyQuantile(buckets: readonly number[], q: number): number | undefined {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let left = q * total;
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && left <= count) {
      const from = bucket === 0 ? 0 : GROWTH ** (bucket - 1);
      // Of the last it is only known where it begins.
      return bucket === LATENCY_BUCKETS - 1 ? from : from + (left / count) * (GROWTH ** bucket - from);
    }
    left -= count;
  }
  // Left over by rounding.
  return GROWTH ** buckets.findLastIndex((count) => count > 0);
}
