/**
 * Notices that nothing is finished any more although records are in hand: a consumer that reads, and does no work.
 * @see WorkerOptions.stallMs
 */
export class StallWatch {
  readonly #patienceMs: number;
  readonly #now: () => number;
  #movedAt: number;

  /** @param now milliseconds of a monotonic clock */
  constructor(patienceMs: number, now: () => number = () => performance.now()) {
    this.#patienceMs = patienceMs;
    this.#now = now;
    this.#movedAt = now();
  }

  /** Something was finished or given back, or records came to empty hands. */
  moved(): void {
    this.#movedAt = this.#now();
  }

  /** @param inHand how many records are handed over and not finished */
  problem(inHand: number): string | undefined {
    const stillMs = this.#now() - this.#movedAt;
    if (inHand === 0 || stillMs <= this.#patienceMs) return undefined;
    return `none of ${inHand} records in hand was finished for ${Math.round(stillMs / 1000)} s`;
  }
}
