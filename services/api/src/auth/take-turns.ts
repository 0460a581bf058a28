export interface Turns {
  /** Runs the task when there is a place for it, first come first served; undefined when too many wait already. */
  run<T>(task: () => Promise<T>): Promise<T> | undefined;
  /** How many tasks wait. */
  waiting(): number;
}

/** Runs at most `places` tasks at a time and lets at most `maxWaiting` others wait. */
export function takeTurns(places: number, maxWaiting: number): Turns {
  const waiting: (() => void)[] = [];
  let free = places;

  async function inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    // The place is handed over by the one that leaves it, so that nobody can slip in between.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  return {
    run: (task) => (free === 0 && waiting.length >= maxWaiting ? undefined : inTurn(task)),
    waiting: () => waiting.length,
  };
}
