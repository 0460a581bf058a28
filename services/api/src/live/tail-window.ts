// Which of the newest events are new to somebody who reads them again and again. Pure.
import type { RecentEvent } from '@hopline/postgres/live/read-recent-events';

export interface TailStep {
  /** To be shown, the oldest first. */
  readonly shown: readonly RecentEvent[];
  /** How many others there were. */
  readonly more: number;
  /** Whether there may have been still others, which were not even read. */
  readonly atLeast: boolean;
}

/**
 * An event is stored a while after it was accepted, and the order is that of acceptance: a new one may stand among those that
 * were read before. So it is remembered which were there at the last reading; whatever has left the newest does not come back.
 */
export class TailWindow {
  readonly #sinceMicros: number;
  #seen: ReadonlySet<string> | undefined;

  /** @param sinceMicros of what is there at the first reading, that which was accepted later than this is new */
  constructor(sinceMicros: number) {
    this.#sinceMicros = sinceMicros;
  }

  /**
   * @param newest the newest events, newest first
   * @param most how many are read at the most
   * @param show how many are shown at the most, the newest of them
   */
  step(newest: readonly RecentEvent[], most: number, show: number): TailStep {
    const seen = this.#seen;
    const fresh = newest.filter(({ id, micros }) => (seen ? !seen.has(id) : micros > this.#sinceMicros));
    this.#seen = new Set(newest.map(({ id }) => id));
    return {
      shown: fresh.slice(0, show).reverse(),
      more: Math.max(0, fresh.length - show),
      atLeast: newest.length >= most && fresh.length === newest.length,
    };
  }
}
