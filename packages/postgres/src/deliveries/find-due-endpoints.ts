import type { Queryable } from '../pool.ts';
import { WAITING_ENDPOINTS_PAGE } from './waiting-endpoints-page.ts';

export interface DueEndpoint {
  readonly id: string;
  readonly organizationId: string;
  /** The partition of its wake-ups. */
  readonly partition: number;
}

export interface DueEndpointsPage {
  readonly due: readonly DueEndpoint[];
  /** Where the next page begins, or undefined after the last one. */
  readonly after: string | undefined;
}

/**
 * From endpoint to endpoint that something is pending for, not over all endpoints there are: most have nothing. Each is
 * one row of the answer, so that the last one says where the next page begins, whosever it is. A deleted endpoint counts
 * as due while it has pending deliveries: whoever meets these ends them. One that is held counts as well: what waits for its
 * end may stand on no rung, so that nothing but its owner knows when that is.
 */
export const FIND_DUE_ENDPOINTS = `
  with recursive ${WAITING_ENDPOINTS_PAGE}
  select page.endpoint_id as id, e.organization_id as "organizationId", e.key_hash % $3 as partition,
         case when e.id is null then false
              when e.not_before > now() then true
              else (select d.next_attempt_at <= now() + $5 * interval '1 millisecond'
                      from deliveries d
                     where d.state = 'pending' and d.endpoint_id = e.id
                     order by d.next_attempt_at
                     limit 1)
         end as "isDue"
    from page
    left join endpoints e on e.id = page.endpoint_id and e.key_hash % $3 = any($4::int[]) and not e.paused
   order by page.n`;

interface Row extends DueEndpoint {
  readonly isDue: boolean | null;
}

/**
 * The endpoints with something due, or with a hold that something waits for, whose wake-ups belong to these partitions: what
 * a new owner begins with. A page of them, in the order of their ids, so that no statement takes long.
 * @param owned `partitionCount` is that of the deliveries topic
 * @param page begins above the id `after`, where the page before ended; `size` endpoints that something is pending for,
 *   of any partition; what becomes due within `withinMs` counts as due
 */
export async function findDueEndpoints(
  db: Queryable,
  owned: { partitions: readonly number[]; partitionCount: number },
  page: { after: string; size: number; withinMs: number },
): Promise<DueEndpointsPage> {
  const { rows } = await db.query<Row>({
    name: 'find-due-endpoints',
    text: FIND_DUE_ENDPOINTS,
    values: [page.after, page.size, owned.partitionCount, owned.partitions, page.withinMs],
  });
  return {
    due: rows
      .filter(({ isDue }) => isDue)
      .map(({ id, organizationId, partition }) => ({ id, organizationId, partition })),
    after: rows.length === page.size ? rows.at(-1)?.id : undefined,
  };
}
