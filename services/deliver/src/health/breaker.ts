// The circuit breaker of one endpoint: closed, open, half-open. Pure; times are milliseconds of one steady clock.
//
//   closed    -- 5 failures in a row, or half of 10 or more within a minute --> open
//   open      -- its time is over --> half-open
//   half-open -- one probe: success --> closed; failure --> open, for twice as long

const FAILURES_IN_A_ROW = 5;
const WINDOW_MS = 60_000;
const MIN_IN_WINDOW = 10;

export interface BreakerTimes {
  /** How long it stays open at first. */
  readonly firstMs: number;
  /** What the doubling ends at. */
  readonly longestMs: number;
}

export const BREAKER_TIMES: BreakerTimes = { firstMs: 30_000, longestMs: 600_000 };

/** What has happened in half of a window. */
interface Tally {
  readonly half: number;
  readonly failures: number;
  readonly all: number;
}

export type Breaker =
  | {
      readonly state: 'closed';
      readonly inARow: number;
      readonly current: Tally;
      readonly previous: Tally;
    }
  /** `trips`: how often it has opened since it was closed. It is half-open from `until` on. */
  | { readonly state: 'open'; readonly trips: number; readonly until: number };

const NOTHING: Tally = { half: Number.NEGATIVE_INFINITY, failures: 0, all: 0 };

export const CLOSED_BREAKER: Breaker = { state: 'closed', inARow: 0, current: NOTHING, previous: NOTHING };

export type BreakerPhase = 'closed' | 'open' | 'half_open';

export function phaseOf(breaker: Breaker, now: number): BreakerPhase {
  if (breaker.state === 'closed') return 'closed';
  return now < breaker.until ? 'open' : 'half_open';
}

/** How long it stays open when it opens for the nth time, from 1. */
export function openMs(trips: number, { firstMs, longestMs }: BreakerTimes): number {
  return Math.min(firstMs * 2 ** Math.min(trips - 1, 30), longestMs);
}

export interface Ended {
  readonly failed: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
}

/**
 * After an attempt. While it is open only the probe counts, which began when it was half-open: what was under way when it
 * opened tells of the time before.
 */
export function afterAttempt(before: Breaker, attempt: Ended, times: BreakerTimes = BREAKER_TIMES): Breaker {
  if (before.state === 'closed') return afterWhileClosed(before, attempt, times);
  if (attempt.startedAt < before.until) return before;
  return attempt.failed ? opened(before.trips + 1, attempt.endedAt, times) : CLOSED_BREAKER;
}

function afterWhileClosed(
  before: Extract<Breaker, { state: 'closed' }>,
  { failed, endedAt }: Ended,
  times: BreakerTimes,
): Breaker {
  const half = Math.floor(endedAt / (WINDOW_MS / 2));
  const last = tallyOf(before, half);
  const previous = tallyOf(before, half - 1);
  const current = { half, failures: last.failures + Number(failed), all: last.all + 1 };
  const inARow = failed ? before.inARow + 1 : 0;
  const [failures, all] = [current.failures + previous.failures, current.all + previous.all];
  const tooMany = all >= MIN_IN_WINDOW && failures * 2 >= all;
  // A success never opens it.
  if (failed && (inARow >= FAILURES_IN_A_ROW || tooMany)) return opened(1, endedAt, times);
  return { state: 'closed', inARow, current, previous };
}

function tallyOf({ current, previous }: { current: Tally; previous: Tally }, half: number): Tally {
  if (current.half === half) return current;
  return previous.half === half ? previous : { half, failures: 0, all: 0 };
}

function opened(trips: number, now: number, times: BreakerTimes): Breaker {
  return { state: 'open', trips, until: now + openMs(trips, times) };
}
