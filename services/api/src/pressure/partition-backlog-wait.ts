// How long it takes until a backlog is over, from how fast the partition is stored. Pure.

/** Over how long the rate is averaged: persist stores in batches, and progress comes in steps. */
const AVERAGED_MS = 10_000;

/** Seconds that a client is told to wait. */
const LEAST_SECONDS = 1;
const MOST_SECONDS = 60;
/** So much longer than estimated, at random, that those who were refused together do not come back together. */
const SPREAD = 0.25;
/** While nothing is known: from the least on, so much more at random. */
const UNKNOWN_SECONDS = 5;
const UNKNOWN_SPREAD = 10;

/** How fast a partition is stored while it has a backlog: without one, it is stored as fast as events come in. */
export class StoredRate {
  #stored: bigint | undefined;
  #at = 0;
  /** Records a millisecond. */
  #rate: number | undefined;

  /**
   * @param stored the next offset that persist will store
   * @param now milliseconds of a monotonic clock
   */
  note(stored: bigint, now: number): void {
    const elapsed = now - this.#at;
    if (this.#stored !== undefined && stored >= this.#stored && elapsed > 0) {
      const rate = Number(stored - this.#stored) / elapsed;
      const weight = 1 - Math.exp(-elapsed / AVERAGED_MS);
      this.#rate = this.#rate === undefined ? rate : this.#rate + weight * (rate - this.#rate);
    }
    this.#stored = stored;
    this.#at = now;
  }

  /** The backlog is over, and the next one may be stored at another rate. */
  forget(): void {
    this.#stored = undefined;
    this.#rate = undefined;
  }

  /** Milliseconds in which so many records are stored, Infinity when none are; undefined while that is not known. */
  waitFor(records: number): number | undefined {
    return this.#rate === undefined ? undefined : records / this.#rate;
  }
}

/** The value of `Retry-After` for a wait in milliseconds: 1 to 60 s, and 5 to 15 s at random when it is not known. */
export function backlogRetrySeconds(waitMs: number | undefined, random = Math.random): number {
  if (waitMs === undefined) return UNKNOWN_SECONDS + Math.round(random() * UNKNOWN_SPREAD);
  const spread = 1 + random() * SPREAD;
  const seconds = Math.min(waitMs / 1000, MOST_SECONDS / (1 + SPREAD)) * spread;
  return Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, Math.ceil(seconds)));
}
