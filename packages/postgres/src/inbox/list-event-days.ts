import type { Queryable } from '../pool.ts';

// Asked of the catalogue: the days cost nothing to plan over there, and a day that retention drops is simply gone. It is gone
// with its deliveries, which are dropped before its events: without them every event would look as if nobody had wanted it.
const LIST = `
  select day
    from (select substring(pg_get_expr(c.relpartbound, c.oid) from '\\d{4}-\\d{2}-\\d{2}') as day
            from pg_inherits i
            join pg_class c on c.oid = i.inhrelid
           where i.inhparent in ('events'::regclass, 'deliveries'::regclass)) there
   group by day
  having count(*) = 2
   order by day desc`;

/** All that there are. */
export const ALL_DAYS = { newest: '9999-12-31', oldest: '0001-01-01' };

/**
 * The days of which events and deliveries are kept, the newest first.
 * @param newest `YYYY-MM-DD`, as `oldest`; both belong to the range
 */
export async function listEventDays(
  db: Queryable,
  { newest, oldest }: { newest: string; oldest: string },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string | null }>(LIST);
  return rows.flatMap(({ day }) => (day !== null && day <= newest && day >= oldest ? [day] : []));
}
