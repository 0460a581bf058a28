// The keys of days whose events are gone are deleted by walking through the table's pages: each is read once, whatever
// lies in it. A b-tree index on the day adds 30 % to what a key writes to the log, with every event. A brin index costs
// next to nothing, and is of no use after the first month: new keys are written where old ones were deleted, and a range
// of pages that has held two days is taken to hold all the days between them (docs/performance.md has figures).
import type { Pool, Queryable } from '../pool.ts';
import { shortTransaction } from './short-transaction.ts';

// A day that is still there, in part, or was dropped only just, keeps its keys and those of all later days.
const FIND = `
  with limits as (
    select least(now(), to_timestamp($2::float8 / 1000)) - $1 * interval '1 millisecond' as latest
  ), kept as (
    select min(day) as day from (
      select day from expired_days where dropped_at > (select latest from limits)
      union all
      select case when c.relname ~ '^events_\\d{8}$' then to_date(right(c.relname, 8), 'YYYYMMDD') end
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'events'::regclass
    ) days
  )
  select max(e.day) as day
    from expired_days e
   cross join kept
   where e.dropped_at <= (select latest from limits) and (kept.day is null or e.day < kept.day)`;

/**
 * The last day whose keys are to go, and with them those of all days before it.
 * @param keepMs how long keys stay after their events, by the database's clock and by ours
 * @param nowMs our clock, milliseconds since the epoch
 */
export async function findKeysToPurge(
  db: Queryable,
  keepMs: number,
  nowMs: number = Date.now(),
): Promise<string | undefined> {
  const { rows } = await db.query<{ day: string | null }>({
    name: 'find-keys-to-purge',
    text: FIND,
    values: [keepMs, nowMs],
  });
  return rows[0]?.day ?? undefined;
}

/** How many pages the table of keys has. */
export async function countKeyPages(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ pages: number }>(
    `select (pg_relation_size('event_keys') / current_setting('block_size')::int)::float8 as pages`,
  );
  return rows[0]?.pages ?? 0;
}

const PURGE = `
  delete from event_keys where ctid >= $1::tid and ctid < $2::tid and day <= $3`;

/**
 * Deletes the keys of all days up to `throughDay` in these pages.
 * @returns how many; undefined when it gave way to somebody
 */
export function purgeKeys(
  pool: Pool,
  throughDay: string,
  pages: { readonly from: number; readonly count: number },
): Promise<number | undefined> {
  return shortTransaction(pool, async (client) => {
    const { rowCount } = await client.query({
      name: 'purge-keys',
      text: PURGE,
      values: [`(${pages.from},0)`, `(${pages.from + pages.count},0)`, throughDay],
    });
    return rowCount ?? 0;
  });
}

/** Notes that no keys are left of all days up to this one. */
export async function forgetExpiredDays(db: Queryable, throughDay: string): Promise<void> {
  await db.query('delete from expired_days where day <= $1', [throughDay]);
}
