/** setTimeout fires at once above this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A time until which nothing is posted to an endpoint. It ends by itself, never early by the process's clock. */
export class Hold {
  #until = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  get isOn(): boolean {
    return this.#timer !== undefined;
  }

  /** Holds for so long from now on, if that is longer than it holds already; then `onEnd` is called. */
  extend(forMs: number, onEnd: () => void): void {
    const until = performance.now() + forMs;
    if (this.isOn && until <= this.#until) return;
    this.#until = until;
    clearTimeout(this.#timer);
    this.#wait(onEnd);
  }

  /** Ends it without a call. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(onEnd: () => void): void {
    const leftMs = this.#until - performance.now();
    this.#timer = setTimeout(
      () => {
        // A timer may fire a little early.
        if (performance.now() < this.#until) return this.#wait(onEnd);
        this.#timer = undefined;
        onEnd();
      },
      Math.min(Math.max(1, Math.ceil(leftMs)), MAX_TIMER_MS),
    );
  }
}
