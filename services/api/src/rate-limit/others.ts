// What Postgres last said of the other instances, and this one's share of what is left until it is asked again.
import type { OthersCounts } from '@hopline/postgres/rate-limits/share-counts';

/** What is left is shared by demand; so much of it evenly, for demand changes from one moment to the next. */
const EVEN_PART = 0.2;

export class Others {
  /** Instances that share the organization, this one included. */
  instances = 1;
  /** When Postgres was read, in milliseconds of the limiter's clock. */
  learntAt = Number.NEGATIVE_INFINITY;
  /** That was the first reading after a pause, and who begins again at the same moment may be missing in it. */
  isFirst = false;

  readonly #windowMs: number;
  readonly #freshMs: number;
  #used = 0;
  #decay = 0;
  #share = 1;
  #takesRest = true;
  #isComplete = false;

  constructor(windowMs: number, freshMs: number) {
    this.#windowMs = windowMs;
    this.#freshMs = freshMs;
  }

  /**
   * @param demand one's own, in events a second
   * @param expected instances last known: while the first reading sees fewer, only the next one is relied on
   */
  learn(counts: OthersCounts, demand: number, now: number, expected: number): void {
    this.isFirst = now - this.learntAt > this.#freshMs;
    this.#isComplete = !this.isFirst || counts.instances + 1 >= expected;
    this.learntAt = now;
    this.instances = this.#isComplete ? counts.instances + 1 : expected;
    this.#used = counts.used;
    this.#decay = counts.decay;
    const even = 1 / this.instances;
    const asked = demand + counts.demand;
    const byDemand = asked > 0 ? demand / asked : even;
    this.#share = counts.instances === 0 ? 1 : (1 - EVEN_PART) * byDemand + EVEN_PART * even;
    this.#takesRest = !counts.hasLower;
  }

  /** What the others have used of the sliding window that ends now. */
  used(now: number): number {
    if (this.#used === 0) return 0;
    const elapsed = now - this.learntAt;
    // Of what they have admitted since nothing is known, nor that they stopped; but all that was known has left by then.
    if (elapsed >= this.#windowMs) return 0;
    return Math.max(0, this.#used - this.#decay * elapsed);
  }

  /** By how much `used` shrinks in a millisecond. */
  get decay(): number {
    return this.#decay;
  }

  /** The last reading can be relied on. */
  areKnown(now: number): boolean {
    return this.#isComplete && now - this.learntAt <= this.#freshMs;
  }

  /**
   * One's share of what was left for all, in whole events. One instance rounds up, or else what is less than one for
   * each would be left for ever.
   */
  shareOf(left: number): number {
    if (left <= 0) return 0;
    const share = left * this.#share;
    return Math.floor(this.#takesRest ? Math.min(left, Math.ceil(share)) : share);
  }
}
