import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Queryable } from '../pool.ts';

// The states that deliveries leave again, or that few of them end in, have small indexes. `succeeded`, which nearly all
// end in, has none. States are written out: a partial index is only taken for what is known when the plan is made. Each is
// read in the order of its index: without one, Postgres would rather read the whole day where such deliveries are common
// among others, in the hope of meeting one of this organization's soon.
const FIND: Readonly<Record<Exclude<DeliveryState, 'succeeded'>, string>> = {
  // By deliveries_due, endpoint by endpoint, which is how claims find them.
  pending: `
    select d.event_id as id
      from (select id from endpoints where organization_id = $2) p
     cross join lateral (select event_id from deliveries
                          where day = $1 and endpoint_id = p.id and state = 'pending'
                          order by next_attempt_at limit $3) d
     limit $3`,
  // By deliveries_leased: as many as there are posts in flight, of everybody. `offset 0` keeps the organization out of it:
  // by deliveries_books all that it has in the day would be read.
  sending: `
    select event_id as id
      from (select event_id, organization_id from deliveries
             where day = $1 and state = 'sending' order by lease_until offset 0) leased
     where organization_id = $2 limit $3`,
  dead: failed('dead'),
  cancelled: failed('cancelled'),
};

/** By deliveries_failed. */
function failed(state: 'dead' | 'cancelled'): string {
  return `
    select event_id as id from deliveries
     where day = $1 and organization_id = $2 and state = '${state}' order by event_id limit $3`;
}

/**
 * The events of a day that have a delivery in one of these states, when these are rare.
 * @returns undefined when there are more than `max` such deliveries, or when no index can tell
 */
export async function findEventsInStates(
  db: Queryable,
  { organizationId, day }: { readonly organizationId: string; readonly day: string },
  states: readonly DeliveryState[],
  max: number,
): Promise<string[] | undefined> {
  const indexed = states.filter((state) => state !== 'succeeded');
  if (indexed.length < states.length) return undefined;
  const found = new Set<string>();
  let read = 0;
  for (const state of indexed) {
    const { rows } = await db.query<{ id: string }>(FIND[state], [day, organizationId, max + 1 - read]);
    read += rows.length;
    if (read > max) return undefined;
    for (const { id } of rows) found.add(id);
  }
  return [...found];
}
