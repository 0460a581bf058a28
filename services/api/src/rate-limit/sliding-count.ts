/** What was counted in a window that is over. */
export interface EndedWindow {
  readonly start: number;
  readonly count: number;
}

/** A window that has seen next to nothing, at most this part of the limit, … */
const NEGLIGIBLE_PART = 0.01;
/** … begins anew after this part of it. */
const RESTART_AGE = 0.2;

/**
 * A count over a sliding window, by two counters: the present window in full, and of those before the part that the
 * sliding window still covers, as if their events had come evenly. So after a burst at the end of a window the estimate is
 * worst: the windows begin with the first event after a pause, or after a trickle, and not on the clock's minute.
 * Times are milliseconds of any clock.
 */
export class SlidingCount {
  readonly #windowMs: number;
  #start: number;
  #current = 0;
  #previous = 0;

  /** @param now when the first window begins */
  constructor(windowMs: number, now: number) {
    this.#windowMs = windowMs;
    this.#start = now;
  }

  /**
   * Goes on to the window that `now` is in; a clock that goes back is waited for.
   * @param limit what the counts are compared with
   * @returns the window that was the present one until now, if it is not any more
   */
  advance(now: number, limit: number): EndedWindow | undefined {
    const age = (now - this.#start) / this.#windowMs;
    if (age < RESTART_AGE) return undefined;
    if (age < 1 && this.#current + this.#previous > limit * NEGLIGIBLE_PART) return undefined;
    const ended = { start: this.#start, count: this.#current };
    if (age < 1) {
      this.#previous = this.used(now);
      this.#start = now;
    } else if (age < 2) {
      this.#previous = this.#current;
      this.#start += this.#windowMs;
    } else {
      this.#previous = 0;
      this.#start = now;
    }
    this.#current = 0;
    return ended;
  }

  add(events: number): void {
    this.#current += events;
  }

  /** Events of the sliding window that ends now. */
  used(now: number): number {
    const age = (now - this.#start) / this.#windowMs;
    return this.#current + this.#previous * Math.min(1, Math.max(0, 1 - age));
  }

  /** By how much `used` shrinks in a millisecond. */
  get decay(): number {
    return this.#previous / this.#windowMs;
  }

  get start(): number {
    return this.#start;
  }

  /** The count of the present window. */
  get current(): number {
    return this.#current;
  }

  /** Nothing of what came before the present window counts any more. */
  get isFresh(): boolean {
    return this.#previous === 0;
  }
}
