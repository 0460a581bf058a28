import type { OperationalEvent } from './store-operational-events.ts';

/** A delivery that has just become dead. */
export interface DeadDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly attempts: number;
  readonly reason: 'exhausted' | 'endpoint_unavailable';
  /** Of the last attempt, where that is known. */
  readonly outcome: string | null;
  readonly statusCode: number | null;
}

/** What an organization is told of a delivery that is given up. */
export function deliveryExhausted(delivery: DeadDelivery): OperationalEvent {
  const payload = {
    delivery_id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    endpoint_id: delivery.endpointId,
    attempts: delivery.attempts,
    reason: delivery.reason,
    outcome: delivery.outcome,
    status: delivery.statusCode,
  };
  return { organizationId: delivery.organizationId, type: 'delivery.exhausted', payload };
}
