/** Timers fire up to a millisecond early. */
const SLACK_MS = 1;

/** One timer for many times on the monotonic clock (`performance.now()`): it fires at the earliest of them, once. */
export class EarliestTimer {
  readonly #onTime: () => void;
  #timer: NodeJS.Timeout | undefined;
  #time = Number.POSITIVE_INFINITY;

  constructor(onTime: () => void) {
    this.#onTime = onTime;
  }

  at(time: number): void {
    if (time >= this.#time) return;
    this.#time = time;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#time = Number.POSITIVE_INFINITY;
        this.#onTime();
      },
      Math.max(time - performance.now(), 0) + SLACK_MS,
    );
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#time = Number.POSITIVE_INFINITY;
  }
}
