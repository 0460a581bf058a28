import { HELD_FOR_MS } from '../endpoints/endpoint-health.ts';
import type { Queryable } from '../pool.ts';
import type { DeliveryRef } from './delivery-ref.ts';

export interface DueDelivery extends DeliveryRef {
  /** Milliseconds until it is due by the database's clock; 0 or less when it is. */
  readonly dueInMs: number;
}

/** What waits for one endpoint, the longest due first. */
export interface DuePage {
  readonly endpointId: string;
  /** Then the page is empty. */
  readonly paused: boolean;
  /** Then it is empty, too: read-heads.ts reads what may go out. */
  readonly ordered: boolean;
  /** See EndpointHealthRow. */
  readonly healthEpoch: number;
  /** See HELD_FOR_MS. */
  readonly heldForMs: number | null;
  readonly deliveries: readonly DueDelivery[];
}

interface Row {
  endpointId: string;
  paused: boolean;
  ordered: boolean;
  healthEpoch: number;
  heldForMs: number | null;
  id: string | null;
  day: string;
  version: number;
  dueInMs: number;
}

// For each endpoint its own walk along deliveries_due, so that a million rows of one endpoint cost no more than a page.
const READ = `
  select e.id as "endpointId", e.paused, e.ordered and not $4 as ordered, e.health_epoch as "healthEpoch",
         ${HELD_FOR_MS}, due.*
    from unnest($1::uuid[]) as wanted (id)
    join endpoints e on e.id = wanted.id
    left join lateral (
      select d.day, d.id, d.version, (extract(epoch from d.next_attempt_at - now()) * 1000)::float8 as "dueInMs"
        from deliveries d
       where d.endpoint_id = e.id and d.state = 'pending'
         and d.next_attempt_at <= now() + $2 * interval '1 millisecond'
       order by d.next_attempt_at
       limit $3
    ) due on not e.paused and (not e.ordered or $4)
   order by e.id, due."dueInMs"`;

/**
 * The due deliveries of several endpoints, a page of each.
 * @param options `withinMs`: what becomes due within this time is in the page as well; `anyOrder`: ordered endpoints count as
 *   others do, for whoever only ends what waits for them
 * @returns one page for each endpoint that exists
 */
export async function readDueDeliveries(
  db: Queryable,
  endpointIds: readonly string[],
  options: { withinMs: number; pageSize: number; anyOrder?: boolean },
): Promise<DuePage[]> {
  const { rows } = await db.query<Row>({
    name: 'read-due-deliveries',
    text: READ,
    values: [endpointIds, options.withinMs, options.pageSize, options.anyOrder ?? false],
  });
  const pages = new Map<string, DuePage & { deliveries: DueDelivery[] }>();
  for (const { endpointId, paused, ordered, healthEpoch, heldForMs, id, day, version, dueInMs } of rows) {
    let page = pages.get(endpointId);
    if (!page) {
      page = { endpointId, paused, ordered, healthEpoch, heldForMs, deliveries: [] };
      pages.set(endpointId, page);
    }
    if (id !== null) page.deliveries.push({ id, day, version, dueInMs });
  }
  return [...pages.values()];
}
