/** A delivery as its receiver sees it; times are milliseconds since the epoch. */
export interface Wait {
  /** From when on it could have come. */
  readonly dueAt: number;
  /** When it came; undefined when it never did. */
  readonly at: number | undefined;
}

export interface Pause {
  readonly ms: number;
  /** When it was over. */
  readonly until: number;
}

/**
 * The longest time in which nothing came although something was due: from the arrival before, or, if nothing was due then,
 * from when something was, to the next arrival. What never came is lost, which is another matter. Pure.
 */
export function longestPauseMs(waits: readonly Wait[]): Pause {
  const came = waits.flatMap(({ dueAt, at }) => (at === undefined ? [] : [{ dueAt, at }]));
  const dueTimes = came.map(({ dueAt }) => dueAt).sort((a, b) => a - b);
  const arrivals = came.map(({ at }) => at).sort((a, b) => a - b);
  let longest: Pause = { ms: 0, until: 0 };
  let before = Number.NEGATIVE_INFINITY;
  for (const [arrived, at] of arrivals.entries()) {
    // So many have come before, each of them due by then: the one at this place has been due since then at the latest.
    const dueAt = dueTimes[arrived] ?? at;
    const ms = at - Math.max(before, Math.min(dueAt, at));
    if (ms > longest.ms) longest = { ms, until: at };
    before = at;
  }
  return longest;
}
