import type { Queryable } from '../pool.ts';

// Of two processes that watch at once the one that looks for longer counts.
const WATCH = `
  insert into live_watches as w (organization_id, until)
  select wanted.id, now() + $2 * interval '1 millisecond'
    from unnest($1::uuid[]) as wanted (id)
   where (select count(*) from live_watches where until > now()) < $3
      or exists (select from live_watches where organization_id = wanted.id and until > now())
      on conflict (organization_id) do update set until = greatest(w.until, excluded.until)
  returning organization_id as id`;

/** About how many organizations may be looked at, by all processes together: every busy process writes a row of each. */
const MAX_WATCHED = 5000;

/**
 * Has every process write what it counts of these organizations, for so long from now on.
 * @param organizationIds without repetition
 * @param forMs milliseconds, by the clock of Postgres
 * @param most about how many may be looked at in all
 * @returns those that are: beside too many others new ones are left out
 */
export async function watchOrganizations(
  db: Queryable,
  organizationIds: readonly string[],
  forMs: number,
  most = MAX_WATCHED,
): Promise<ReadonlySet<string>> {
  // In one order, so that two processes never wait for each other's rows.
  const { rows } = await db.query<{ id: string }>({
    name: 'watch-organizations',
    text: WATCH,
    values: [organizationIds.toSorted(), forMs, most],
  });
  return new Set(rows.map(({ id }) => id));
}
