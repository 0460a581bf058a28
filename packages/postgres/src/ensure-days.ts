// The tables that are partitioned by day need their partitions before a row comes. Persist makes those of the days it
// meets; it also makes them ahead, so that none is made on the path of an event at midnight.
import type { Queryable } from './pool.ts';

/** The tables that have a partition for each day. */
export const DAY_TABLES = ['events', 'deliveries', 'attempts'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// Any constant: making a partition twice at the same time fails.
const DAYS_LOCK = 4_867_002;

/** A row of each table, but for the day, and its columns that hardly any two rows have the same value in. */
const SAMPLE: Readonly<
  Record<(typeof DAY_TABLES)[number], { distinct: string; columns: string; values: string }>
> = {
  events: {
    distinct: 'id',
    columns: 'id, organization_id, type, accepted_at, topic_partition, topic_offset, body',
    values: `gen_random_uuid(), gen_random_uuid(), '', now(), 0, 0, ''`,
  },
  deliveries: {
    distinct: 'id, event_id',
    columns: 'id, event_id, endpoint_id, organization_id',
    values: 'gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()',
  },
  attempts: {
    distinct: 'delivery_id',
    columns: 'delivery_id, number, started_at, duration_ms, outcome',
    values: `gen_random_uuid(), 1, now(), 0, ''`,
  },
};

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
  const statements = days.flatMap((day) => DAY_TABLES.map((table) => makeUnlessThere(table, day)));
  // One transaction: the lock is held until all of them are made.
  await db.query(`do $$ begin
    perform pg_advisory_xact_lock(${DAYS_LOCK});
    ${statements.join('\n')}
  end $$`);
}

/** The partition's table of that day, whether it is there or not. @param day `YYYY-MM-DD` */
export function dayTableName(table: (typeof DAY_TABLES)[number], day: string): string {
  if (!DAY.test(day)) throw new RangeError(`"${day}" is not a day`);
  return `${table}_${day.replaceAll('-', '')}`;
}

// Made by itself and attached: `create table … partition of` takes an access exclusive lock on the whole table, which
// waits for everyone who reads it, and everyone else waits behind it. To attach takes one that only DDL and vacuum mind.
//
// It is born knowing that all of its rows are of one day, and that ids are distinct. Every statement names the day, and until
// the first analyze, which may be long in coming, Postgres would take that, like other conditions, for one that a row in 200
// meets: to find the deliveries of an event it would read the primary key's entries of the whole day too, and intersect
// them with those of the event. Two rows are enough to learn it from; they are gone before anyone sees them.
function makeUnlessThere(table: (typeof DAY_TABLES)[number], day: string): string {
  const name = dayTableName(table, day);
  const { distinct, columns, values } = SAMPLE[table];
  return `if to_regclass('${name}') is null then
      create table ${name} (like ${table} including all);
      insert into ${name} (day, ${columns}) select '${day}', ${values} from generate_series(1, 2);
      analyze ${name} (day, ${distinct});
      truncate ${name};
      alter table ${table} attach partition ${name} for values from ('${day}') to (date '${day}' + 1);
    end if;`;
}
