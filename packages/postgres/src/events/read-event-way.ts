import type { DeliveryState } from '../deliveries/delivery-state.ts';
import type { Queryable } from '../pool.ts';

/** What the tables know of the way of an event. */
export interface EventWay {
  readonly id: string;
  readonly organizationId: string;
  /** Null when the organization's row is gone. */
  readonly organization: string | null;
  readonly type: string;
  readonly dedupId: string | null;
  readonly acceptedAt: Date;
  readonly storedAt: Date;
  /** Where its record stands in the events topic; -1 for an event about deliveries, which has none. */
  readonly partition: number;
  readonly offset: string;
  readonly bytes: number;
  /** W3C trace context of the request that brought it. */
  readonly traceparent: string | null;
  readonly deliveries: readonly DeliveryWay[];
}

export interface DeliveryWay {
  readonly id: string;
  readonly endpointId: string;
  readonly url: string | null;
  /** What keeps its endpoint from being posted to. */
  readonly endpointState: 'deleted' | 'disabled' | 'paused' | 'held' | null;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly leaseUntil: Date | null;
  readonly endedAt: Date | null;
  readonly deadLetterAt: Date | null;
  readonly replayId: string | null;
  readonly replayedAt: Date | null;
  /** The first one first. */
  readonly attempts: readonly AttemptWay[];
}

export interface AttemptWay {
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly traceId: string | null;
  readonly nextAttemptAt: Date | null;
}

const EVENT = `
  select k.day, e.id, e.organization_id as "organizationId", o.name as organization, e.type, e.dedup_id as "dedupId",
         e.accepted_at as "acceptedAt", e.stored_at as "storedAt", e.topic_partition as partition,
         e.topic_offset::text as "offset", length(e.body) as bytes, e.traceparent
    from event_keys k
    left join events e on e.day = k.day and e.id = k.event_id
    left join organizations o on o.id = e.organization_id
   where k.event_id = $1`;

const DELIVERIES = `
  select d.id, d.endpoint_id as "endpointId", p.url,
         case when p.id is null or p.deleted_at is not null then 'deleted' when p.disabled_at is not null then 'disabled'
              when p.paused then 'paused' when p.not_before > now() then 'held' end as "endpointState",
         d.state, d.reason, d.created_at as "createdAt", d.next_attempt_at as "nextAttemptAt",
         d.lease_until as "leaseUntil", d.ended_at as "endedAt", d.dlq_at as "deadLetterAt", d.replay_id as "replayId",
         d.replayed_at as "replayedAt"
    from deliveries d left join endpoints p on p.id = d.endpoint_id
   where d.day = $1 and d.event_id = $2
   order by d.created_at, d.id`;

const ATTEMPTS = `
  select a.delivery_id as "deliveryId", a.number, a.started_at as "startedAt", a.duration_ms as "durationMs", a.outcome,
         a.status_code as "statusCode", a.error, a.trace_id as "traceId", a.next_attempt_at as "nextAttemptAt"
    from attempts a
   where a.day = $1 and a.delivery_id = any($2::uuid[])
   order by a.number`;

/**
 * Whatever stands of an event of any organization: for those who run Hopline.
 * @returns `dropped` when retention has dropped it, undefined when it is not stored
 */
export async function readEventWay(db: Queryable, id: string): Promise<EventWay | 'dropped' | undefined> {
  const [found] = (await db.query<EventWay & { day: string }>(EVENT, [id])).rows;
  if (!found) return undefined;
  // The key is kept a day longer than the event.
  if (found.id === null) return 'dropped';
  const { day, ...event } = found;
  const { rows: deliveries } = await db.query<DeliveryWay>(DELIVERIES, [day, id]);
  const ids = deliveries.map((delivery) => delivery.id);
  const { rows: attempts } = await db.query<AttemptWay & { deliveryId: string }>(ATTEMPTS, [day, ids]);
  const byDelivery = Map.groupBy(attempts, ({ deliveryId }) => deliveryId);
  return {
    ...event,
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      attempts: (byDelivery.get(delivery.id) ?? []).map(({ deliveryId: _, ...attempt }) => attempt),
    })),
  };
}
