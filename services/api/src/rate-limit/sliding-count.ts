/**
 * A count over a sliding window, by two counters: the present window in full, and of the one before the part that the
 * sliding window still covers, as if its events had come evenly. The windows begin with the first event after a pause
 * and not on the clock's minute, because the estimate is worst for a burst at the end of a window.
 */
export class SlidingCount {
  readonly #windowMs: number;
  #start: number;
  #current = 0;
  #previous = 0;

  /** @param now when the first window begins, in milliseconds, as all times here */
  constructor(windowMs: number, now: number) {
    this.#windowMs = windowMs;
    this.#start = now;
  }

  /** Goes on to the window that `now` is in. True when that is another one than before; a clock that goes back is waited for. */
  advance(now: number): boolean {
    const age = now - this.#start;
    if (age < this.#windowMs) return false;
    if (age < 2 * this.#windowMs) {
      this.#previous = this.#current;
      this.#start += this.#windowMs;
    } else {
      this.#previous = 0;
      this.#start = now;
    }
    this.#current = 0;
    return true;
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

  get current(): number {
    return this.#current;
  }

  get previous(): number {
    return this.#previous;
  }
}
