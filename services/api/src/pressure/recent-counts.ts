// Who put how many records into a partition in the last minute: six counts of ten seconds each, of which the oldest is
// thrown away when a new one begins. What it takes grows with the number of organizations, up to a bound.
import { FrequentCounts } from './frequent-counts.ts';

const BUCKETS = 6;
const BUCKET_MS = 10_000;
/** Whoever puts in more than one in so many of a partition's records is among the counted. */
const CAPACITY = 10_000;

/** The last minute of one partition. */
export interface Recent {
  /** The records of all organizations, also of those that are not counted by name. */
  readonly total: number;
  readonly counts: ReadonlyMap<string, number>;
}

export class RecentCounts {
  /** By bucket and partition; the current one comes first. */
  #buckets: (FrequentCounts | undefined)[][] = [[]];
  #current: (FrequentCounts | undefined)[];
  #currentSince: number;

  /** @param now milliseconds of a monotonic clock, as everywhere here */
  constructor(now: number) {
    this.#current = this.#buckets[0] as (FrequentCounts | undefined)[];
    this.#currentSince = now;
  }

  /** Counts one record. It looks at no clock: `advance` does, once for thousands of these. */
  add(partition: number, organizationId: string): void {
    let counts = this.#current[partition];
    if (!counts) {
      counts = new FrequentCounts(CAPACITY);
      this.#current[partition] = counts;
    }
    counts.add(organizationId);
  }

  /** Begins new buckets as time goes on. */
  advance(now: number): void {
    const passed = Math.floor((now - this.#currentSince) / BUCKET_MS);
    if (passed <= 0) return;
    this.#currentSince += passed * BUCKET_MS;
    for (let i = 0; i < Math.min(passed, BUCKETS); i += 1) {
      this.#current = [];
      this.#buckets = [this.#current, ...this.#buckets.slice(0, BUCKETS - 1)];
    }
  }

  /** The last 50 to 60 seconds. */
  of(partition: number): Recent {
    let total = 0;
    const counts = new Map<string, number>();
    for (const bucket of this.#buckets) {
      total += bucket[partition]?.total ?? 0;
      bucket[partition]?.addTo(counts);
    }
    return { total, counts };
  }
}
