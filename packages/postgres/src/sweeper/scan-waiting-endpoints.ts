import { WAITING_ENDPOINTS_PAGE } from '../deliveries/waiting-endpoints-page.ts';
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

/** What waits longest for each endpoint of a page; nothing else is read of its rows. */
export const SCAN_WAITING_ENDPOINTS = `
  with recursive ${WAITING_ENDPOINTS_PAGE}
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
