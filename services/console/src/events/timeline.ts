// What happened to an event, in its order. Pure.
import type { EventDelivery, StoredEvent } from '../api/shapes.ts';

export interface Step {
  /** When it happened, or will. */
  readonly at: string;
  readonly kind: 'good' | 'bad' | 'waiting' | 'plain';
  readonly what: string;
  /** Which endpoint it is about. */
  readonly endpointId?: string;
  readonly detail?: string;
  /** The attempt whose answer can be looked at. */
  readonly attempt?: { readonly deliveryId: string; readonly number: number };
}

/** What happened to it, the first thing first; what is still to come is last. */
export function timelineOf(
  event: Pick<StoredEvent, 'accepted_at' | 'stored_at' | 'deliveries'>,
): readonly Step[] {
  const steps: Step[] = [
    { at: event.accepted_at, kind: 'good', what: 'Accepted', detail: 'durable in Kafka' },
    { at: event.stored_at, kind: 'good', what: 'Stored', detail: storedDetail(event.deliveries.length) },
    ...event.deliveries.flatMap(stepsOf),
  ];
  return steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function storedDetail(deliveries: number): string {
  if (deliveries === 0) return 'no endpoint wanted it';
  return deliveries === 1 ? 'for one endpoint' : `for ${deliveries} endpoints`;
}

function stepsOf(delivery: EventDelivery): readonly Step[] {
  const { endpoint_id: endpointId, attempts, state } = delivery;
  const steps: Step[] = attempts.map((attempt) => ({
    at: attempt.started_at,
    kind: attempt.outcome === 'succeeded' ? 'good' : 'bad',
    what: `Attempt ${attempt.number}`,
    endpointId,
    detail: [attempt.status_code ?? attempt.outcome, `${attempt.duration_ms} ms`, attempt.error]
      .filter((part) => part !== null)
      .join(', '),
    // Without a status there was no answer.
    ...(attempt.status_code === null ? {} : { attempt: { deliveryId: delivery.id, number: attempt.number } }),
  }));
  if (delivery.ended_at !== null && state === 'dead')
    steps.push({ at: delivery.ended_at, kind: 'bad', what: 'Dead letter', endpointId, ...reason(delivery) });
  if (delivery.ended_at !== null && state === 'cancelled')
    steps.push({ at: delivery.ended_at, kind: 'plain', what: 'Cancelled', endpointId, ...reason(delivery) });
  if (delivery.next_attempt_at !== null)
    steps.push({
      at: delivery.next_attempt_at,
      kind: 'waiting',
      what: 'Next attempt',
      endpointId,
      detail: 'not before',
    });
  return steps;
}

function reason({ reason: why }: EventDelivery): { detail?: string } {
  return why === null ? {} : { detail: why.replaceAll('_', ' ') };
}
