// A day at the end of its retention. Whatever a crash leaves between two steps is found again: the day by the tables that
// are still there, its keys by what is noted with the last of them.

import type { Pool } from '@hopline/postgres/pool';
import {
  DAY_TABLES,
  type DayTable,
  dropDayTable,
  findHolders,
} from '@hopline/postgres/retention/drop-day-table';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { sleep } from '@hopline/runtime/wait';
import { type Ending, patiently, type Round } from './in-steps.ts';
import type { OpenDeliveries } from './open-deliveries.ts';

export interface ExpireDeps {
  readonly pool: Pool;
  readonly open: OpenDeliveries;
  readonly failpoint: Failpoint;
}

/** Where a day got to. */
export interface DayReport {
  readonly ending: Ending;
  readonly cancelled: number;
  /** The step that did not end. */
  readonly at?: 'cancel' | DayTable;
}

/** A transaction that is there twice, this long apart, uses the table for more than a moment. */
const LOOK_AGAIN_MS = 400;

/** Cancels what is open, then drops the day's tables. Done again, it does what is left. */
export async function expireDay(deps: ExpireDeps, round: Round, day: string): Promise<DayReport> {
  const { failpoint, open } = deps;
  const { ending, cancelled } = await open.cancel(round, day);
  if (ending !== 'done') return { ending, cancelled, at: 'cancel' };
  failpoint('retention:after-cancel');
  for (const table of DAY_TABLES) {
    const dropped = await patiently(round, () => dropUnlessHeld(deps, round, table, day));
    if (!dropped) return { ending: 'gave_way', cancelled, at: table };
    failpoint(`retention:after-${table}`);
  }
  return { ending: 'done', cancelled };
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
