import type { Queryable } from '../pool.ts';

// Only tables that are attached and named as ensure-days.ts names them: one that somebody has detached, to keep it, or has
// made in another way is not ours to drop.
const FIND = `
  select distinct day from (
    select case when c.relname ~ '^(events|deliveries|attempts)_\\d{8}$'
                then to_date(right(c.relname, 8), 'YYYYMMDD') end as day
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
     where i.inhparent in ('events'::regclass, 'deliveries'::regclass, 'attempts'::regclass)
  ) there
   where day < ((least(now(), to_timestamp($2::float8 / 1000)) - $1 * interval '1 millisecond') at time zone 'utc')::date
   order by day`;

/**
 * The days of which all is older than `ageMs`, by the database's clock and by ours, and of which at least one table is
 * still there. By both, because nothing brings back what one clock that is far ahead would have dropped.
 * @param nowMs our clock, milliseconds since the epoch
 * @returns `YYYY-MM-DD`, the oldest first
 */
export async function findExpiredDays(
  db: Queryable,
  ageMs: number,
  nowMs: number = Date.now(),
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>({
    name: 'find-expired-days',
    text: FIND,
    values: [ageMs, nowMs],
  });
  return rows.map(({ day }) => day);
}
