// What a replay writes into deliveries. In the transaction that moves its place on: a delivery is chosen exactly once.
import { MADE_PENDING } from '../deliveries/made-pending.ts';
import { MOMENT } from '../moments.ts';
import { ORDER_KEY } from '../ordering/order-place.ts';
import type { PoolClient } from '../pool.ts';

// Locked in the order of their ids, as by every statement that waits for deliveries. Asked again behind the lock: one that
// somebody has retried by hand meanwhile is on its way without us, and one that is being sent is nobody else's.
const REPLAY = `
  with over as (
    select found.id
      from (select id from unnest($2::uuid[]) as given (id) order by id) given
     cross join lateral (
      select d.id from deliveries d
       where d.day = $1 and d.id = given.id and d.state in ('succeeded', 'dead', 'cancelled')
         and coalesce(d.ended_at, d.created_at) <= ${MOMENT('$4')}
       limit 1
         for update
     ) found
  )
  update deliveries d
     set ${MADE_PENDING}, replay_id = $3
    from over
   where d.day = $1 and d.id = over.id`;

/**
 * Makes deliveries pending again, as far as they had ended when the replay was asked for.
 * @param day of all of them
 * @returns how many
 */
export async function replayDeliveries(
  client: PoolClient,
  day: string,
  ids: readonly string[],
  replay: { readonly id: string; readonly createdMicros: number },
): Promise<number> {
  if (ids.length === 0) return 0;
  const values = [day, ids, replay.id, replay.createdMicros];
  const { rowCount } = await client.query({ name: 'replay-deliveries', text: REPLAY, values });
  return rowCount ?? 0;
}

/** A delivery that the endpoint never had. */
export interface MissingDelivery {
  readonly id: string;
  readonly eventId: string;
}

// The hour is that of the ledger in which the event was counted, so that both sides of a reconciliation go on speaking of
// the same events. Another delivery of the event has it; of an event that nobody wanted, the hour of its acceptance is the
// nearest that is known (its record is younger by milliseconds).
const MAKE = `
  insert into deliveries (day, id, event_id, endpoint_id, organization_id, hour, replay_id, replayed_at,
                          order_key, topic_partition, topic_offset)
  select e.day, given.id, e.id, $3, e.organization_id,
         coalesce((select o.hour from deliveries o where o.day = $1 and o.event_id = e.id limit 1),
                  date_bin('1 hour', e.accepted_at, timestamptz '2000-01-01 00:00:00Z')),
         $4, now(), ${ORDER_KEY},
         case when ep.ordered then e.topic_partition end, case when ep.ordered then e.topic_offset end
    from unnest($2::uuid[], $5::uuid[]) as given (id, event_id)
   cross join lateral (select day, id, organization_id, accepted_at, ordering_key, topic_partition, topic_offset
                         from events
                        where day = $1 and id = given.event_id limit 1) e
    join endpoints ep on ep.id = $3
   order by given.id
  on conflict (day, id) do nothing`;

/**
 * Makes deliveries that are pending and due at once.
 * @returns how many; one that is there already is left as it is
 */
export async function makeMissing(
  client: PoolClient,
  day: string,
  missing: readonly MissingDelivery[],
  replay: { readonly id: string; readonly endpointId: string },
): Promise<number> {
  if (missing.length === 0) return 0;
  const { rowCount } = await client.query({
    name: 'make-missing-deliveries',
    text: MAKE,
    values: [
      day,
      missing.map(({ id }) => id),
      replay.endpointId,
      replay.id,
      missing.map(({ eventId }) => eventId),
    ],
  });
  return rowCount ?? 0;
}
