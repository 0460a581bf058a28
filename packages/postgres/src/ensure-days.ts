// The tables that are partitioned by day need their partitions before a row comes. Persist makes those of the days it
// meets; it also makes them ahead, so that none is made on the path of an event at midnight.
import type { Queryable } from './pool.ts';

const TABLES = ['events', 'deliveries', 'attempts'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// Any constant: making a partition twice at the same time fails.
const DAYS_LOCK = 4_867_002;

/**
 * Makes the partitions of these days where they are missing. Nobody who reads or writes the tables waits for it, nor it
 * for them.
 * @param days `YYYY-MM-DD`
 * @throws {RangeError} when a day is not of that form
 */
export async function ensureDays(db: Queryable, days: readonly string[]): Promise<void> {
  const wrong = days.find((day) => !DAY.test(day));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not a day`);
  if (days.length === 0) return;
  const statements = days.flatMap((day) => TABLES.map((table) => makeUnlessThere(table, day)));
  // One transaction: the lock is held until all of them are made.
  await db.query(`do $$ begin
    perform pg_advisory_xact_lock(${DAYS_LOCK});
    ${statements.join('\n')}
  end $$`);
}

/** The partition's table of that day, whether it is there or not. @param day `YYYY-MM-DD` */
export function dayTableName(table: (typeof TABLES)[number], day: string): string {
  if (!DAY.test(day)) throw new RangeError(`"${day}" is not a day`);
  return `${table}_${day.replaceAll('-', '')}`;
}

// Made by itself and attached: `create table … partition of` takes an access exclusive lock on the whole table, which
// waits for everyone who reads it, and everyone else waits behind it. To attach takes one that only DDL and vacuum mind.
function makeUnlessThere(table: (typeof TABLES)[number], day: string): string {
  const name = dayTableName(table, day);
  return `if to_regclass('${name}') is null then
      create table ${name} (like ${table} including all);
      alter table ${table} attach partition ${name} for values from ('${day}') to (date '${day}' + 1);
    end if;`;
}
