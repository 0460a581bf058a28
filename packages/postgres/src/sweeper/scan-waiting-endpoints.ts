import { WAITING_ENDPOINTS_PAGE } from '../deliveries/waiting-endpoints-page.ts';
import type { Queryable } from '../pool.ts';
import type { EndpointRef } from './expire-leases.ts';

export interface UnavailableEndpoint {
  readonly endpointId: string;
  /** See EndpointHealthRow. */
  readonly retrySchedule: readonly string[] | null;
  /** For how long the oldest has been due without an attempt, since the endpoint was last changed at the earliest. */
  readonly waitedMs: number;
}

export interface WaitingPage {
  /** The endpoints, neither paused, held nor ended, for which something has been due for too long. */
  readonly overdue: readonly EndpointRef[];
  /** The ids of deleted and disabled endpoints that something still waits for. */
  readonly deleted: readonly string[];
  /** Those that nothing but fails at, and for which something has been due for `unavailableMs` or longer. */
  readonly unavailable: readonly UnavailableEndpoint[];
  /** Where the next page begins, or undefined after the last one. */
  readonly after: string | undefined;
}

/** What waits longest for each endpoint of a page; nothing else is read of its rows. */
export const SCAN_WAITING_ENDPOINTS = `
  with recursive ${WAITING_ENDPOINTS_PAGE}
  select page.endpoint_id, e.organization_id, coalesce(e.deleted_at, e.disabled_at) is not null as deleted,
         coalesce(oldest.is_overdue and (e.not_before is null or e.not_before <= now()), false) as overdue,
         e.retry_schedule,
         case when e.failing_since is not null
              then extract(epoch from now() - greatest(oldest.next_attempt_at, e.updated_at)) * 1000
         end::float8 as waited_ms
    from page
    left join endpoints e on e.id = page.endpoint_id
    left join lateral (select d.next_attempt_at, d.next_attempt_at < now() - make_interval(secs => $3) as is_overdue
                         from deliveries d
                        where d.state = 'pending' and d.endpoint_id = page.endpoint_id
                        order by d.next_attempt_at
                        limit 1) oldest on not e.paused and e.deleted_at is null and e.disabled_at is null
   order by page.n`;

interface Row {
  readonly endpoint_id: string;
  readonly organization_id: string;
  readonly deleted: boolean;
  readonly overdue: boolean;
  readonly retry_schedule: string[] | null;
  readonly waited_ms: number | null;
}

/**
 * Looks at one page of the endpoints that have pending deliveries, in the order of their ids.
 * @param after the id that the page before ended with
 */
export async function scanWaitingEndpoints(
  db: Queryable,
  page: { after: string; size: number; overdueMs: number; unavailableMs: number },
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
    unavailable: rows.flatMap(
      ({ endpoint_id: endpointId, retry_schedule: retrySchedule, waited_ms: waitedMs }) =>
        waitedMs !== null && waitedMs >= page.unavailableMs ? [{ endpointId, retrySchedule, waitedMs }] : [],
    ),
    after: rows.length === page.size ? rows.at(-1)?.endpoint_id : undefined,
  };
}
