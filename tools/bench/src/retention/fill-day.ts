// A day of events at the end of its retention, as persist and deliver left it.
import { dayTableName, ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { DAY_TABLES } from '@hopline/postgres/retention/drop-day-table';
import { withoutIndexes } from './bulk-table.ts';

export interface DayToFill {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Events, each with one delivery and one attempt. */
  readonly rows: number;
  readonly organizationId: string;
  readonly endpointIds: readonly string[];
  readonly say: (text: string) => void;
}

/** One delivery in so many is still pending. */
export const OPEN_ONE_IN = 50;
const ROWS_AT_ONCE = 100_000;
const ROWS_A_LINE = 1_000_000;

// Random ids, in the order in which they come, as in production. A body of about 400 bytes.
const FILL = `
  with given as materialized (
    select gen_random_uuid() as event_id, gen_random_uuid() as id, n, ($4::uuid[])[1 + n % cardinality($4)] as endpoint_id,
           $1::date + n * interval '1 millisecond' as at, n % ${OPEN_ONE_IN} = 0 as is_open
      from generate_series($5::int, $6::int) as n
  ), keys as (
    insert into event_keys (event_id, day, content_hash, organization_id)
    select event_id, $1, sha256(event_id::text::bytea), $3 from given
  ), stored as (
    insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
    select $1, event_id, $3, 'order.created', at, n % 12, n, $2 from given
  ), delivered as (
    insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason, version, attempts,
                            next_attempt_at, ended_at, created_at)
    select $1, id, event_id, endpoint_id, $3, case when is_open then 'pending' else 'succeeded' end::delivery_state,
           case when not is_open then 'delivered' end, 3, 1, at, case when not is_open then at end, at
      from given
  )
  insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code)
  select $1, id, 1, at, 12, 'succeeded', 200 from given`;

/**
 * Fills the day's tables, and vacuums them, as they would have been long since.
 * @param pool of one connection: what is set for the session must hold for all
 */
export async function fillDay(pool: Pool, given: DayToFill): Promise<void> {
  const { day, rows, organizationId, endpointIds, say } = given;
  const body = Buffer.from(JSON.stringify({ data: 'x'.repeat(390) }));
  await ensureDays(pool, [day]);
  const tables = DAY_TABLES.map((parent) => ({ parent, table: dayTableName(parent, day) }));
  // A page is logged as a whole when it is first touched after a checkpoint.
  await set(pool, { max_wal_size: "'10GB'", checkpoint_timeout: "'1h'", autovacuum: 'off' });
  const restore = [await withoutIndexes(pool, 'event_keys')];
  for (const { table, parent } of tables) {
    restore.push(await withoutIndexes(pool, table, { table: parent, from: day }));
  }
  const fill = tables.reduce(
    (sql, { table, parent }) => sql.replace(`into ${parent} `, `into ${table} `),
    FILL,
  );
  for (let first = 1; first <= rows; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE - 1, rows);
    await pool.query(fill, [day, body, organizationId, endpointIds, first, last]);
    if (last % ROWS_A_LINE === 0) say(`${last} of ${rows} events are there`);
  }
  say('indexes and vacuum');
  for (const restoreOne of restore) await restoreOne();
  for (const { table } of tables) await pool.query(`vacuum analyze ${table}`);
  await pool.query('vacuum analyze event_keys');
  await set(pool, { max_wal_size: 'default', checkpoint_timeout: 'default', autovacuum: 'default' });
  // What was written must not be flushed in the middle of what is measured.
  await pool.query('checkpoint');
}

async function set(pool: Pool, settings: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await pool.query(`alter system set ${name} = ${value}`);
  }
  await pool.query('select pg_reload_conf()');
}
