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

/** So long after the last request that failed it may be that all is well again. */
export const FORGIVEN_AFTER_MS = 10_000;

export class PublishTrouble {
  readonly #patienceMs: number;
  readonly #leaders = new Map<number, Trouble>();
  #ackedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param patienceMs for how long nothing may be written before that is said: leaders may move, and a broker be dead, with
   *   all records written in time, and who says that he cannot write gets none, at all instances at once
   */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /**
   * Notes what became of a request.
   * @param sentAt when it was sent
   * @param acked whether any of its records was acknowledged
   * @param problem of those that were not
   * @returns what is new; undefined when it went well as before
   */
  note(
    leader: number,
    { sentAt, now }: { readonly sentAt: number; readonly now: number },
    acked: boolean,
    problem: string | undefined,
  ): TroubleChange | undefined {
    if (acked) this.#ackedAt = now;
    const before = this.#leaders.get(leader);
    if (problem !== undefined) {
      const { since, requests } = before ?? { since: sentAt, requests: 0 };
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
    if (now - Math.max(since, this.#ackedAt) < this.#patienceMs) return undefined;
    return standing.at(-1)?.problem;
  }
}
