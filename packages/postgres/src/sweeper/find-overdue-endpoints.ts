import type { Queryable } from '../pool.ts';
import type { EndpointRef } from './expire-leases.ts';

// One probe of deliveries_due for each endpoint, stopped at the first row (limit 1 keeps the planner from anything
// else): the million rows of a paused endpoint are never read, and nobody waits for them.
const FIND = `
  select e.id, e.organization_id, coalesce(due.found, false) as overdue
    from (select id, organization_id from endpoints
           where id > $1 and deleted_at is null and not paused
           order by id
           limit $2) e
    left join lateral (select true as found from deliveries d
                        where d.endpoint_id = e.id and d.state = 'pending'
                          and d.next_attempt_at < now() - make_interval(secs => $3)
                        limit 1) due on true
   order by e.id`;

export interface EndpointPage {
  readonly overdue: readonly EndpointRef[];
  /** Where the next page begins, or undefined after the last one. */
  readonly after: string | undefined;
}

/** Below every endpoint's id: where the first page begins. */
export const FIRST_PAGE = '00000000-0000-0000-0000-000000000000';

/**
 * The endpoints, among one page of those that take deliveries, for which something has been due for too long.
 * @param after the id that the page before ended with
 */
export async function findOverdueEndpoints(
  db: Queryable,
  page: { after: string; size: number; overdueMs: number },
): Promise<EndpointPage> {
  const { rows } = await db.query<{ id: string; organization_id: string; overdue: boolean }>({
    name: 'find-overdue-endpoints',
    text: FIND,
    values: [page.after, page.size, page.overdueMs / 1000],
  });
  return {
    overdue: rows
      .filter((row) => row.overdue)
      .map((row) => ({ endpointId: row.id, organizationId: row.organization_id })),
    after: rows.length === page.size ? rows.at(-1)?.id : undefined,
  };
}
