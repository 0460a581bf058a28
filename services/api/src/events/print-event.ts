import type { StoredEvent } from '@hopline/postgres/events/find-event';
import type { EventDelivery } from '@hopline/postgres/events/list-event-deliveries';
import { payloadOf } from '@hopline/wire/webhook-body';

/**
 * The JSON text of an event. The payload's bytes are put in as they were received; a parser in between would change its
 * long integers.
 * @param options.withPlace whether its place in the topic is told
 */
export function printEvent(
  event: StoredEvent,
  deliveries: readonly EventDelivery[],
  { withPlace }: { readonly withPlace: boolean },
): Buffer {
  const head = JSON.stringify({
    id: event.id,
    type: event.type,
    dedup_id: event.dedupId,
    ordering_key: event.orderingKey,
    accepted_at: event.acceptedAt,
    stored_at: event.storedAt,
    conflicts: event.conflicts,
    last_conflict_at: event.lastConflictAt,
    partition: withPlace ? event.partition : null,
    offset: withPlace ? event.offset : null,
    trace_id: event.traceparent?.split('-')[1] ?? null,
  });
  const tail = JSON.stringify({ deliveries: deliveries.map(deliveryMember) });
  return Buffer.concat([
    Buffer.from(`${head.slice(0, -1)},"payload":`),
    payloadOf(event.body),
    Buffer.from(`,${tail.slice(1)}`),
  ]);
}

function deliveryMember(delivery: EventDelivery): object {
  const waiting = delivery.state === 'pending';
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    state: delivery.state,
    reason: delivery.reason,
    created_at: delivery.createdAt,
    next_attempt_at: waiting ? delivery.nextAttemptAt : null,
    ended_at: delivery.endedAt,
    attempts: delivery.attempts.map((attempt) => ({
      number: attempt.number,
      started_at: attempt.startedAt,
      duration_ms: attempt.durationMs,
      outcome: attempt.outcome,
      status_code: attempt.statusCode,
      error: attempt.error,
      trace_id: attempt.traceId,
    })),
  };
}
