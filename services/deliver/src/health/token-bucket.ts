// The rate limit of one endpoint. Pure but for its own count; times are milliseconds of one steady clock.

/** Lets so many through a minute, evenly: never more at once than belong into one second, or one. */
export class TokenBucket {
  readonly #perMs: number;
  readonly #size: number;
  #tokens: number;
  #at: number;
  readonly perMinute: number;

  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.#perMs = perMinute / 60_000;
    this.#size = Math.max(1, perMinute / 60);
    // None: the limit is learned by claiming a post, and that is the first one. Whoever forgets an endpoint and meets it
    // again sends no more for it.
    this.#tokens = 0;
    this.#at = now;
  }

  /** Milliseconds until one may go; 0 when one may go now. */
  waitMs(now: number): number {
    this.#refill(now);
    // A shade less than one: a sum of fractions may miss it by a rounding error.
    return this.#tokens >= 1 - 1e-9 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  take(now: number): void {
    this.#refill(now);
    this.#tokens -= 1;
  }

  /** One that was taken was not needed. */
  giveBack(): void {
    this.#tokens = Math.min(this.#size, this.#tokens + 1);
  }

  #refill(now: number): void {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#size, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
