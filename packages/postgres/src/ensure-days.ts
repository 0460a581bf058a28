// The tables that are partitioned by day need their partitions before a row comes. Persist makes those of the days it
// meets; it also makes them ahead, so that none is made on the path of an event at midnight.
import type { Queryable } from './pool.ts';

const TABLES = ['events', 'deliveries', 'attempts'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// Any constant: making a partition twice at the same time fails even with `if not exists`.
const DAYS_LOCK = 4_867_002;

/**
 * Makes the partitions of these days where they are missing.
 * @param days `YYYY-MM-DD`
 * @throws {RangeError} when a day is not of that form
 */
export async function ensureDays(db: Queryable, days: readonly string[]): Promise<void> {
  const wrong = days.find((day) => !DAY.test(day));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not a day`);
  if (days.length === 0) return;
  const statements = days.flatMap((day) =>
    TABLES.map(
      (table) =>
        `create table if not exists ${table}_${day.replaceAll('-', '')} partition of ${table}
           for values from ('${day}') to (date '${day}' + 1);`,
    ),
  );
  // One implicit transaction: the lock is held until all of them are made.
  await db.query(`select pg_advisory_xact_lock(${DAYS_LOCK}); ${statements.join('\n')}`);
}
