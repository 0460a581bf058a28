// A day at the end of its retention. Whatever a crash leaves between two steps is found again: the day by the tables that
// are still there, its keys by what is noted with the last of them.

import type { Pool } from '@hopline/postgres/pool';
import {
  cancelPending,
  cancelSending,
  type DuePlace,
  FIRST_PLACE,
  hasOpen,
} from '@hopline/postgres/retention/cancel-open';
import {
  DAY_TABLES,
  type DayTable,
  dropDayTable,
  findHolders,
} from '@hopline/postgres/retention/drop-day-table';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { sleep } from '@hopline/runtime/wait';
import { type Ending, inSteps, patiently, type Round } from './in-steps.ts';

export interface ExpireDeps {
  readonly pool: Pool;
  readonly failpoint: Failpoint;
}

/** Where a day got to. */
export interface DayReport {
  readonly ending: Ending;
  readonly cancelled: number;
  /** The step that did not end. */
  readonly at?: 'cancel' | DayTable;
}

const CANCEL_STEP = { first: 500, max: 4000 };
/** A transaction that is there twice, this long apart, uses the table for more than a moment. */
const LOOK_AGAIN_MS = 400;

/** Cancels what is open, then drops the day's tables. Done again, it does what is left. */
export async function expireDay(deps: ExpireDeps, round: Round, day: string): Promise<DayReport> {
  const { failpoint } = deps;
  const { ending, cancelled } = await cancelDay(deps, round, day);
  if (ending !== 'done') return { ending, cancelled, at: 'cancel' };
  failpoint('retention:after-cancel');
  for (const table of DAY_TABLES) {
    const dropped = await patiently(round, () => dropUnlessHeld(deps, round, table, day));
    if (!dropped) return { ending: 'gave_way', cancelled, at: table };
    failpoint(`retention:after-${table}`);
  }
  return { ending: 'done', cancelled };
}

async function cancelDay(
  { pool }: ExpireDeps,
  round: Round,
  day: string,
): Promise<{ ending: Ending; cancelled: number }> {
  let cancelled = 0;

  const allSending = () =>
    inSteps(round, CANCEL_STEP, async (size) => {
      const count = await cancelSending(pool, day, size);
      if (count === undefined) return undefined;
      cancelled += count;
      return count === 0 ? 'done' : 'more';
    });

  let place: DuePlace | undefined;
  const allPending = () =>
    inSteps(round, CANCEL_STEP, async (size) => {
      const page = await cancelPending(pool, day, place ?? FIRST_PLACE, size);
      if (page === undefined) return undefined;
      cancelled += page.cancelled;
      place = page.next;
      return place ? 'more' : 'done';
    });

  // Again while there is something: a claim, a result or a lease that ran out may have moved a row behind our back. Where
  // very many were cancelled, their dead index entries may keep that from being found out in time; all have been met then.
  for (let passes = 0; ; passes += 1) {
    const open = await hasOpen(pool, day);
    if (open === false || (open === undefined && passes > 0)) return { ending: 'done', cancelled };
    for (const all of [allSending, allPending]) {
      const ending = await all();
      if (ending !== 'done') return { ending, cancelled };
    }
  }
}

/** @returns undefined when somebody uses the table for longer, or came in between */
async function dropUnlessHeld(
  { pool }: ExpireDeps,
  { signal }: Round,
  table: DayTable,
  day: string,
): Promise<true | undefined> {
  const before = await findHolders(pool, table, day);
  if (before.size > 0) {
    await sleep(LOOK_AGAIN_MS, signal);
    const still = await findHolders(pool, table, day);
    if ([...before].some((holder) => still.has(holder))) return undefined;
  }
  return await dropDayTable(pool, table, day);
}
