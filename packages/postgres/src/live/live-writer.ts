// Writes what a process counts, every two seconds while there is something to count, and only of organizations that somebody
// looks at. An idle process asks nothing. Nobody waits for it, and what cannot be written is forgotten: the books are elsewhere.
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { LiveCounts } from './live-counts.ts';
import type { LiveStore } from './live-store.ts';

export interface LiveWriterDeps {
  readonly counts: LiveCounts;
  readonly store: LiveStore;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** From the first that is counted to the statement. */
const INTERVAL_MS = 2000;
/** How long Postgres may take for one statement. */
const TIMEOUT_MS = 1000;
/** How many organizations one statement writes. */
const ROWS_AT_ONCE = 500;
/** After a failure. */
const BACKOFF = { initialMs: INTERVAL_MS, maxMs: 30_000 };

export function createLiveWriter({ counts, store, log }: LiveWriterDeps): Component {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let stopped = false;

  function schedule(): void {
    if (stopped || timer) return;
    timer = setTimeout(begin, failures === 0 ? INTERVAL_MS : backoffDelay(BACKOFF, failures));
    // Work keeps the process; this alone need not.
    timer.unref();
  }

  function begin(): void {
    timer = undefined;
    const before = running;
    running = (async () => {
      // With a slow Postgres a round may last longer than an interval.
      await before;
      await round();
    })();
  }

  async function round(): Promise<void> {
    // From here on what is counted belongs to the next round.
    const taken = counts.take();
    if (taken.size === 0) return;
    try {
      const watched = await inTime(store.readWatched());
      counts.prefer(watched);
      const wanted = [...watched].flatMap((id) => taken.get(id) ?? []);
      for (let i = 0; i < wanted.length; i += ROWS_AT_ONCE)
        await inTime(store.add(wanted.slice(i, i + ROWS_AT_ONCE)));
      if (failures > 0) log.info({ failures }, 'live.writing_resumed');
      failures = 0;
    } catch (error) {
      if (failures === 0) log.warn({ problem: describeError(error) }, 'live.writing_lost');
      failures += 1;
    }
  }

  async function stop(deadline: AbortSignal): Promise<void> {
    stopped = true;
    clearTimeout(timer);
    await running;
    // What was done in the last moments shows too.
    if (!deadline.aborted && failures === 0) await round();
  }

  counts.onWaiting = schedule;
  let ended: Promise<void> | undefined;
  return {
    name: 'writer of the live figures',
    async start() {},
    stop(deadline) {
      ended ??= stop(deadline);
      return ended;
    },
  };
}

function inTime<T>(statement: Promise<T>): Promise<T> {
  return raceSignal(statement, AbortSignal.timeout(TIMEOUT_MS));
}
