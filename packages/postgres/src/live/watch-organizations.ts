import type { Queryable } from '../pool.ts';

// Of two processes that watch at once the one that looks for longer counts.
const WATCH = `
  insert into live_watches as w (organization_id, until)
  select unnest($1::uuid[]), now() + $2 * interval '1 millisecond'
      on conflict (organization_id) do update set until = greatest(w.until, excluded.until)`;

/**
 * Has every process write what it counts of these organizations, for so long from now on.
 * @param organizationIds without repetition
 * @param forMs milliseconds, by the clock of Postgres
 */
export async function watchOrganizations(
  db: Queryable,
  organizationIds: readonly string[],
  forMs: number,
): Promise<void> {
  // In one order, so that two processes never wait for each other's rows.
  await db.query({
    name: 'watch-organizations',
    text: WATCH,
    values: [organizationIds.toSorted(), forMs],
  });
}
