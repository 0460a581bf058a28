import { ENDPOINT_HEALTH, type EndpointHealthRow } from '../endpoints/endpoint-health.ts';
import { MAY_BE_CLAIMED } from '../ordering/head.ts';
import type { Queryable } from '../pool.ts';
import type { OldSecret } from '../secrets/old-secret.ts';
import { type DeliveryRef, refColumns } from './delivery-ref.ts';

/** A delivery that is now `sending`, ours until its lease runs out, with all that its post needs. */
export interface ClaimedDelivery extends EndpointHealthRow {
  readonly day: string;
  readonly id: string;
  /** The version that the claim gave it. The result is accepted only while the row still has it. */
  readonly version: number;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  readonly ladderStep: number;
  readonly eventId: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly url: string;
  /** What it is signed with, sealed. */
  readonly secret: string;
  /** What was replaced and may still have to sign as well. */
  readonly oldSecrets: readonly OldSecret[] | null;
  /** The endpoint's own headers, sealed. */
  readonly headers: string | null;
  readonly sendTraceparent: boolean;
  readonly body: Buffer;
  readonly eventType: string;
  /** It is an event about deliveries, which must not cause another one. */
  readonly operational: boolean;
  /** Of the request that brought the event. */
  readonly traceparent: string | null;
  /** Milliseconds until the claim from the row's making, or from when a replay or a retry by hand last made it pending. */
  readonly ageMs: number;
  /** The same, but from the acceptance of its event by the api's clock. */
  readonly acceptedMs: number;
  /** A replay or a retry by hand has made it pending, and not its event alone. */
  readonly replayed: boolean;
  /** What it is in order by; null of an endpoint without order. */
  readonly orderKey: string | null;
  /** It is dead after so many failed attempts; null: after its whole schedule. */
  readonly skipAfter: number | null;
}

// `skip locked`: one row that somebody holds (an endpoint being deleted, the sweeper) must not hold the claims of all
// the other endpoints in the batch. Each step is a subquery with a limit, which fixes their order and leaves each of them
// nothing but its key to go by. The update joins by the whole key, with the day as a column and not as the parameter: of a day
// without statistics Postgres would take `day = $1` for one or two rows, and read all of them. It relies on PLANNER
// (services/deliver/src/service.ts) to read no table from its beginning instead.
const claim = (hasTurn: string) => `
  with free as (
    select d.day, d.id, e.*, v.*
      from unnest($2::uuid[], $3::int[]) as wanted (id, version)
     cross join lateral (
      select d.day, d.id, d.event_id, d.endpoint_id, d.order_key, d.topic_partition, d.topic_offset
        from deliveries d
       where d.day = $1 and d.id = wanted.id and d.version = wanted.version
         and d.state::text = 'pending' and d.next_attempt_at <= now()
       limit 1
         for update skip locked
     ) d
     cross join lateral (
      select e.url, e.secret, e.old_secrets, e.headers, e.send_traceparent, e.not_before, e.skip_after,
             not e.paused and e.deleted_at is null and e.disabled_at is null as is_open, ${ENDPOINT_HEALTH}
        from endpoints e where e.id = d.endpoint_id
       limit 1
     ) e
     cross join lateral (
      select v.body, v.traceparent, v.type, v.topic_partition, v.accepted_at from events v where v.day = $1 and v.id = d.event_id
       limit 1
     ) v
     where e.is_open and (e.not_before is null or e.not_before <= now()) and ${hasTurn}
  )
  update deliveries d
     set state = 'sending', version = d.version + 1, attempts = d.attempts + 1,
         lease_until = now() + $4 * interval '1 millisecond'
    from free
   where d.day = free.day and d.id = free.id
  returning d.day, d.id, d.version, d.attempts as attempt, d.ladder_step as "ladderStep", d.event_id as "eventId",
    d.endpoint_id as "endpointId", d.organization_id as "organizationId", free.url, free.secret,
    free.old_secrets as "oldSecrets", free.headers, free.send_traceparent as "sendTraceparent", free.body,
    free.traceparent, free.type as "eventType", free.topic_partition < 0 as operational,
    free."healthEpoch", free."retrySchedule", free."rateLimit", free.breaker, free."breakerTrips", free."failingForMs",
    d.order_key as "orderKey", free.skip_after as "skipAfter", d.replayed_at is not null as replayed,
    (extract(epoch from now() - coalesce(d.replayed_at, d.created_at)) * 1000)::int8::float8 as "ageMs",
    (extract(epoch from now() - coalesce(d.replayed_at, free.accepted_at)) * 1000)::int8::float8 as "acceptedMs"`;

// Two statements, so that what has no order pays nothing for it: a question about other rows would make each claim open
// all days. Neither takes a row of the other kind, whatever its caller believes of the endpoint.
const CLAIM = { name: 'claim-deliveries', text: claim('d.order_key is null') };
const CLAIM_IN_ORDER = { name: 'claim-in-order', text: claim(MAY_BE_CLAIMED) };

type Refs = readonly Omit<DeliveryRef, 'day'>[];

/**
 * Claims those of the deliveries that are pending in the given version, due by the database's clock, and whose endpoint
 * is neither ordered, paused, held, disabled nor deleted. The others are not in the answer; `readUnclaimed` says why.
 * @param day of all of them
 * @param leaseMs after this time the sweeper gives the delivery to somebody else
 */
export async function claimDeliveries(
  db: Queryable,
  day: string,
  refs: Refs,
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const values = [day, ...refColumns(refs), leaseMs];
  return (await db.query<ClaimedDelivery>({ ...CLAIM, values })).rows;
}

/**
 * The same for ordered endpoints: of each key the lowest delivery alone that is not over, and none of a key that is held by
 * a dead one. It is decided here, by the rows as they are: whoever asks, and whatever it has believed.
 */
export async function claimInOrder(
  db: Queryable,
  day: string,
  refs: Refs,
  leaseMs: number,
): Promise<ClaimedDelivery[]> {
  const values = [day, ...refColumns(refs), leaseMs];
  return (await db.query<ClaimedDelivery>({ ...CLAIM_IN_ORDER, values })).rows;
}
