// What goes wrong with requests to append, leader by leader, and when that means that nothing can be written. Pure: the
// caller says what time it is, in milliseconds of the monotonic clock.

/** A leader's requests that have failed since the last one that went well. */
interface Trouble {
  readonly since: number;
  readonly lastAt: number;
  readonly requests: number;
  readonly problem: string;
}

/** What a request has changed, for the log. */
export type TroubleChange =
  | { readonly kind: 'begins' | 'goes-on' }
  | { readonly kind: 'ends'; readonly requests: number; readonly outageMs: number };

/**
 * As long as leaders may move, or one of several brokers be away, without a word: all but a few records are written in that
 * time, and who says that he cannot write gets none, at all instances at once.
 */
export const PATIENCE_MS = 2000;
/** So long after the last request that failed it may be that all is well again. */
export const FORGIVEN_AFTER_MS = 10_000;

export class PublishTrouble {
  readonly #leaders = new Map<number, Trouble>();
  #ackedAt = Number.NEGATIVE_INFINITY;

  /**
   * Notes what became of a request.
   * @param acked whether any of its records was acknowledged
   * @param problem of those that were not
   * @returns what is new; undefined when it went well as before
   */
  note(leader: number, now: number, acked: boolean, problem: string | undefined): TroubleChange | undefined {
    if (acked) this.#ackedAt = now;
    const before = this.#leaders.get(leader);
    if (problem !== undefined) {
      const { since, requests } = before ?? { since: now, requests: 0 };
      this.#leaders.set(leader, { since, lastAt: now, requests: requests + 1, problem });
      return { kind: before ? 'goes-on' : 'begins' };
    }
    if (!before) return undefined;
    this.#leaders.delete(leader);
    return { kind: 'ends', requests: before.requests, outageMs: Math.round(now - before.since) };
  }

  /**
   * Why nothing can be written: requests have failed for a while, and none went well.
   * @param readAt when the brokers last said who leads what
   */
  problem(now: number, readAt: number): string | undefined {
    const standing = [...this.#leaders.values()].filter(
      ({ lastAt }) => lastAt > this.#ackedAt && !(now - lastAt > FORGIVEN_AFTER_MS && readAt > lastAt),
    );
    const since = Math.min(...standing.map((trouble) => trouble.since));
    if (now - Math.max(since, this.#ackedAt) < PATIENCE_MS) return undefined;
    return standing.at(-1)?.problem;
  }
}
