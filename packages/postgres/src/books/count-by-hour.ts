import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** Some hours, in UTC. */
export interface HourRange {
  readonly from: Date;
  /** The first hour that does not belong to it any more. */
  readonly to: Date;
}

/** What became of the records of an hour. */
export interface RecordCounts {
  readonly appended: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Those of the duplicates whose content is another one. */
  readonly conflicts: number;
  readonly poison: number;
}

export interface HourOfRecords extends RecordCounts {
  /** The start of the hour. */
  readonly hour: Date;
}

/** How many deliveries of the events of an hour are in this state, for this reason. */
export interface HourOfDeliveries {
  readonly hour: Date;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly count: number;
}

/** The books of some hours; an hour in which nothing was is not there. */
export interface HourlyBooks {
  readonly records: readonly HourOfRecords[];
  readonly deliveries: readonly HourOfDeliveries[];
}

type Row =
  | (HourOfRecords & { readonly state: null; readonly reason: null; readonly count: null })
  | (HourOfDeliveries & { readonly [K in keyof RecordCounts]: null });

// One statement, so that both halves are of one snapshot: persist commits an event, its deliveries and its place in the
// ledger together.
//
// The deliveries are counted when they are asked for. A table of counters would have to be written by every transition of
// every delivery, and all of an organization's at the same few rows, which is what its deliver processes would then wait
// for. Their index holds the hour itself and not a time, so Postgres folds its entries and reads a million rows from a
// thousand pages without the table (docs/performance-stores.md has what that takes). Not by day: the day is that of the event's
// acceptance and the hour that of its record, which can be the next day's.
const COUNT = `
  select hour, sum(appended)::float8 as appended, sum(stored)::float8 as stored, sum(duplicates)::float8 as duplicates,
         sum(conflicts)::float8 as conflicts, sum(poison)::float8 as poison,
         null::delivery_state as state, null::text as reason, null::float8 as count
    from ledger
   where organization_id = $1 and hour >= $2 and hour < $3
   group by hour
   union all
  select hour, null, null, null, null, null, state, reason, count(*)::float8
    from deliveries
   where organization_id = $1 and hour >= $2 and hour < $3
   group by hour, state, reason
   order by hour, state, reason`;

// Each day is counted by itself and only the counts are put together: half of the time, measured with a million rows.
// Postgres does not look for such plans by itself, as they take longer to find.
const BY_PARTITION = `select set_config('enable_partitionwise_aggregate', 'on', true)`;

/** What of an organization's was appended and stored, hour by hour, and the deliveries of what was stored. */
export async function countByHour(
  pool: Pool,
  organizationId: string,
  { from, to }: HourRange,
): Promise<HourlyBooks> {
  const rows = await inTransaction(pool, async (client) => {
    await client.query(BY_PARTITION);
    // Without a name: a plan that is kept would be one for a few hours, which counts a month without parallel workers and takes six
    // times as long.
    return (await client.query<Row>(COUNT, [organizationId, from, to])).rows;
  });
  const records: HourOfRecords[] = [];
  const deliveries: HourOfDeliveries[] = [];
  for (const row of rows) {
    if (row.state === null) {
      const { hour, appended, stored, duplicates, conflicts, poison } = row;
      records.push({ hour, appended, stored, duplicates, conflicts, poison });
    } else {
      deliveries.push({ hour: row.hour, state: row.state, reason: row.reason, count: row.count });
    }
  }
  return { records, deliveries };
}

/** The statement, for what looks at its plan. */
export { COUNT as COUNT_BY_HOUR };
