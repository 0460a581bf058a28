import type { Queryable } from '../pool.ts';
import type { EndpointRef } from './expire-leases.ts';

export interface WaitingPage {
  /** The endpoints, neither paused nor deleted, for which something has been due for too long. */
  readonly overdue: readonly EndpointRef[];
  /** The ids of deleted endpoints that something still waits for. */
  readonly deleted: readonly string[];
  /** Where the next page begins, or undefined after the last one. */
  readonly after: string | undefined;
}

/** Below every endpoint's id: where the first page begins. */
export const FIRST_PAGE = '00000000-0000-0000-0000-000000000000';

/**
 * A loose index scan: from endpoint to endpoint along deliveries_due, one step each, however many rows an endpoint has. A
 * million rows of a paused endpoint cost as much as one, and an endpoint without pending rows costs nothing. Each `order
 * by` with its `limit 1` is what makes the planner walk the index.
 */
export const SCAN_WAITING_ENDPOINTS = `
  with recursive page as (
    select first.endpoint_id, 1 as n
      from (select d.endpoint_id
              from deliveries d
             where d.state = 'pending' and d.endpoint_id > $1
             order by d.endpoint_id
             limit 1) first
    union all
    select following.endpoint_id, page.n + 1
      from page
     cross join lateral (select d.endpoint_id
                           from deliveries d
                          where d.state = 'pending' and d.endpoint_id > page.endpoint_id
                          order by d.endpoint_id
                          limit 1) following
     where page.n < $2
  )
  select page.endpoint_id, e.organization_id, e.deleted_at is not null as deleted,
         coalesce(oldest.is_overdue, false) as overdue
    from page
    left join endpoints e on e.id = page.endpoint_id
    left join lateral (select d.next_attempt_at < now() - make_interval(secs => $3) as is_overdue
                         from deliveries d
                        where d.state = 'pending' and d.endpoint_id = page.endpoint_id
                        order by d.next_attempt_at
                        limit 1) oldest on not e.paused and e.deleted_at is null
   order by page.n`;

interface Row {
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly deleted: boolean;
  readonly overdue: boolean;
}

/**
 * Looks at one page of the endpoints that have pending deliveries, in the order of their ids.
 * @param after the id that the page before ended with
 */
export async function scanWaitingEndpoints(
  db: Queryable,
  page: { after: string; size: number; overdueMs: number },
): Promise<WaitingPage> {
  const { rows } = await db.query<Row>({
    name: 'scan-waiting-endpoints',
    text: SCAN_WAITING_ENDPOINTS,
    values: [page.after, page.size, page.overdueMs / 1000],
  });
  return {
    overdue: rows
      .filter((row) => row.overdue)
      .map((row) => ({ endpointId: row.endpoint_id, organizationId: row.organization_id })),
    deleted: rows.filter((row) => row.deleted).map((row) => row.endpoint_id),
    after: rows.length === page.size ? rows.at(-1)?.endpoint_id : undefined,
  };
}
