import { backoffDelay } from '@hopline/runtime/backoff';

const SHORTEST_MS = 200;
const LONGEST_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

/** How long to wait before something that died is started again: 200 ms, doubling to 10 s, anew after 30 s of life. */
export class RestartBackoff {
  #failures = 0;

  /** @param livedMs how long it lived this time @returns milliseconds */
  afterLife(livedMs: number): number {
    if (livedMs >= HEALTHY_AFTER_MS) this.#failures = 0;
    this.#failures += 1;
    // No randomness: one supervisor on one machine has nobody to spread out from.
    return backoffDelay({ initialMs: SHORTEST_MS, maxMs: LONGEST_MS }, this.#failures, () => 0);
  }
}
