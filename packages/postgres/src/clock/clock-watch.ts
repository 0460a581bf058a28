import type { Component } from '@hopline/runtime/lifecycle';
import { sleep } from '@hopline/runtime/wait';
import type { Pool } from '../pool.ts';
import { type ClockOffset, judgeOffset, offsetProblem } from './clock-offset.ts';
import { readClock } from './read-clock.ts';

/** Clocks drift by milliseconds in that time. One that is set is found out within it. */
const READ_EVERY_MS = 15_000;

export interface ClockWatchOptions {
  readonly pool: Pick<Pool, 'connect'>;
  /** How far the clocks may be from each other, in milliseconds. */
  readonly limitMs: number;
  /** How often they are compared at least, in milliseconds. Default 15000. */
  readonly everyMs?: number;
}

/** Compares the wall clock of this process with that of Postgres, from its start to its stop. */
export interface ClockWatch extends Component {
  /**
   * Compares them now: for whoever would ask Postgres something anyway. Rejects when it does not answer.
   */
  compare(): Promise<void>;
  /**
   * What is wrong, for readiness. Nothing is asked for it: while Postgres is away what was known last stands, or nothing.
   */
  problem(): string | undefined;
  /** How far our clock is ahead of that of Postgres, in seconds, below 0 when it is behind; undefined until that is known. */
  offsetSeconds(): number | undefined;
}

export function createClockWatch({ pool, limitMs, everyMs = READ_EVERY_MS }: ClockWatchOptions): ClockWatch {
  const stopRequested = new AbortController();
  let hasBegun = false;
  let known: ClockOffset | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function compare(): Promise<void> {
    askedAt = performance.now();
    known = judgeOffset(known, await readClock(pool), limitMs);
  }

  async function run(): Promise<void> {
    const { signal } = stopRequested;
    while (!signal.aborted) {
      const leftMs = askedAt + everyMs - performance.now();
      if (leftMs > 0) await sleep(leftMs, signal).catch(() => {});
      // That Postgres is away others say.
      else await compare().catch(() => {});
    }
  }

  return {
    name: 'clock watch',
    async start() {
      if (hasBegun) return;
      hasBegun = true;
      void run();
    },
    async stop() {
      // A question that is under way holds a connection, and the end of the pool waits for that.
      stopRequested.abort();
    },
    compare,
    problem: () => offsetProblem(known, limitMs),
    offsetSeconds: () => known && known.offsetMs / 1000,
  };
}
