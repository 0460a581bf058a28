// Durations, counted in buckets whose width is at most 1/64 of their value: memory does not grow with the number of
// requests, and the cost of one record is a few instructions, because the generator shares the machine with what it loads.

const SUB_BUCKETS = 64;
// Up to 2^31 µs, more than half an hour.
const BUCKETS = 27 * SUB_BUCKETS;
const MAX_MICROS = 2 ** 31 - 1;

export class Histogram {
  /** For sending it to another process. */
  readonly counts: Uint32Array;
  #total: number;

  constructor(counts: Uint32Array = new Uint32Array(BUCKETS)) {
    this.counts = counts;
    this.#total = counts.reduce((sum, count) => sum + count, 0);
  }

  get total(): number {
    return this.#total;
  }

  record(ms: number): void {
    const bucket = bucketOf(ms);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  /**
   * The duration in milliseconds that this share of all is not longer than; NaN when there is none.
   * @param share 0.99 for p99
   */
  quantile(share: number): number {
    if (this.#total === 0) return Number.NaN;
    let left = Math.max(1, Math.ceil(share * this.#total));
    for (const [bucket, count] of this.counts.entries()) {
      left -= count;
      if (left <= 0) return middleOf(bucket);
    }
    return Number.NaN;
  }

  /** How many were at most so long, in milliseconds, within the width of a bucket. */
  countUpTo(ms: number): number {
    let count = 0;
    for (const [bucket, inBucket] of this.counts.entries()) {
      if (middleOf(bucket) > ms) break;
      count += inBucket;
    }
    return count;
  }
}

function bucketOf(ms: number): number {
  const micros = Math.min(Math.max(Math.round(ms * 1000), 0), MAX_MICROS);
  // Below 128 µs a bucket is 1 µs wide, then 2, 4, 8, …
  const shift = Math.max(0, 25 - Math.clz32(micros));
  return shift * SUB_BUCKETS + (micros >>> shift);
}

function middleOf(bucket: number): number {
  const shift = Math.max(0, Math.floor(bucket / SUB_BUCKETS) - 1);
  const low = (bucket - shift * SUB_BUCKETS) * 2 ** shift;
  return (low + (2 ** shift - 1) / 2) / 1000;
}
