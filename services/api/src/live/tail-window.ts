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
  readonly #isNewAtFirst: (event: RecentEvent) => boolean;
  #seen: ReadonlySet<string> | undefined;

  /** @param isNewAtFirst which of the events that are there at the first reading are new */
  constructor(isNewAtFirst: (event: RecentEvent) => boolean) {
    this.#isNewAtFirst = isNewAtFirst;
  }

  /**
   * @param newest the newest events, newest first
   * @param limits.most how many are read at the most
   * @param limits.show how many are shown at the most, the newest of them
   * @param isWanted which of them are shown or counted
   */
  step(
    newest: readonly RecentEvent[],
    { most, show }: { readonly most: number; readonly show: number },
    isWanted: (event: RecentEvent) => boolean = () => true,
  ): TailStep {
    const seen = this.#seen;
    const fresh = newest.filter((event) => (seen ? !seen.has(event.id) : this.#isNewAtFirst(event)));
    this.#seen = new Set(newest.map(({ id }) => id));
    const wanted = fresh.filter(isWanted);
    return {
      shown: wanted.slice(0, show).reverse(),
      more: Math.max(0, wanted.length - show),
      atLeast: newest.length >= most && fresh.length === newest.length,
    };
  }
}
