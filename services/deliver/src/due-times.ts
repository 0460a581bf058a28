import { EARLY_TOLERANCE_MS } from './unclaimed.ts';

/** One look finds all that is due within this time: a second less than the refill reads ahead, for clocks and timers. */
const SPAN_MS = EARLY_TOLERANCE_MS - 1000;
/** Of one endpoint, so that clocks far apart cannot fill the memory. What is beyond is left to the sweeper. */
const MAX_LOOKS = 64;
/** setTimeout fires at once above this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** When the refill must look for rows of an endpoint that are not due yet and have no job in memory. */
export class DueTimes {
  readonly #timers = new Map<number, NodeJS.Timeout>();

  get isEmpty(): boolean {
    return this.#timers.size === 0;
  }

  /**
   * A row is due in `dueInMs`, which is more than the refill reads ahead; `look` is called shortly before, once for all
   * rows that are due at about the same time.
   */
  add(dueInMs: number, look: () => void): void {
    const now = performance.now();
    const span = Math.floor((now + dueInMs) / SPAN_MS);
    const delayMs = span * SPAN_MS - now;
    if (this.#timers.has(span) || this.#timers.size >= MAX_LOOKS || delayMs > MAX_TIMER_MS) return;
    const timer = setTimeout(() => {
      this.#timers.delete(span);
      look();
    }, delayMs);
    this.#timers.set(span, timer);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
