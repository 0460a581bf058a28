// Events about deliveries themselves, stored like any other in the transaction that causes them. Whoever wants one names its
// type, or `endpoint.*`: `*` stands for the organization's own events alone.
import { hash } from 'node:crypto';
import { eventDay } from '@hopline/wire/event';
import { deliveryId } from '@hopline/wire/ids';
import { compileFilters } from '@hopline/wire/payload-filter';
import { uuidV7 } from '@hopline/wire/uuid';
import { payloadOf, webhookBody } from '@hopline/wire/webhook-body';
import type { DeliveryRef } from '../deliveries/delivery-ref.ts';
import { orderPlaceOf } from '../ordering/order-place.ts';
import { type DeliveryRow, FIRST_VERSION, insertDeliveries } from '../persist/insert-deliveries.ts';
import { insertEventKeys } from '../persist/insert-event-keys.ts';
import { type EventRow, insertEvents } from '../persist/insert-events.ts';
import { readSubscriptions, type Wishes } from '../persist/read-subscriptions.ts';
import type { PoolClient } from '../pool.ts';

export const OPERATIONAL_TYPES = ['endpoint.disabled', 'endpoint.recovered', 'delivery.exhausted'] as const;

export type OperationalType = (typeof OPERATIONAL_TYPES)[number];

export interface OperationalEvent {
  readonly organizationId: string;
  readonly type: OperationalType;
  readonly payload: object;
  /** W3C trace context of the attempt that causes it. */
  readonly traceparent?: string | null;
}

/** A new delivery that somebody should be woken for, after the commit. */
export interface NewDelivery extends DeliveryRef {
  readonly endpointId: string;
  readonly organizationId: string;
  /** Of its event. */
  readonly traceparent: string | null;
}

/** Where an event stands that is in no topic. */
export const NO_PARTITION = -1;

const HOUR_MS = 3_600_000;

/** Whether an endpoint's filter asks for this operational type. */
export function wantsOperational(filter: string, type: string): boolean {
  return filter === type || (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1)));
}

/** Whether an endpoint gets this event: by its types, and, where it has any, by its conditions on the payload. */
function isWanted({ eventTypes, filters }: Wishes, { type, body }: EventRow): boolean {
  if (!eventTypes.some((filter) => wantsOperational(filter, type))) return false;
  return filters === null || compileFilters(filters)(JSON.parse(payloadOf(body).toString('utf8')));
}

/**
 * Stores the events and their deliveries.
 * @param nowMs the time of the events; the partition of its day must be there
 */
export async function storeOperationalEvents(
  client: PoolClient,
  events: readonly OperationalEvent[],
  nowMs: number,
): Promise<NewDelivery[]> {
  if (events.length === 0) return [];
  const rows = events.map((event) => rowOf(event, nowMs));
  const subscriptions = await readSubscriptions(client, [
    ...new Set(events.map(({ organizationId }) => organizationId)),
  ]);
  await insertEventKeys(
    client,
    rows.map(({ id: eventId, day, body, organizationId }) => {
      return { eventId, day, contentHash: hash('sha256', body, 'buffer'), organizationId };
    }),
  );
  await insertEvents(client, rows);
  const hour = nowMs - (nowMs % HOUR_MS);
  const deliveries = rows.flatMap((row): DeliveryRow[] => {
    const { id: eventId, day, organizationId } = row;
    return (subscriptions.get(organizationId) ?? [])
      .filter((subscription) => isWanted(subscription, row))
      .map(({ endpointId, ...order }) => {
        const id = deliveryId(eventId, endpointId);
        const place = orderPlaceOf(order, { eventId, ...row });
        return { day, id, eventId, endpointId, organizationId, hour, place };
      });
  });
  await insertDeliveries(client, deliveries);
  const traceparents = new Map(rows.map((row) => [row.id, row.traceparent]));
  return deliveries.map(({ day, id, eventId, endpointId, organizationId }) => {
    const traceparent = traceparents.get(eventId) ?? null;
    return { day, id, endpointId, organizationId, version: FIRST_VERSION, traceparent };
  });
}

function rowOf(
  { organizationId, type, payload, traceparent = null }: OperationalEvent,
  nowMs: number,
): EventRow {
  const id = uuidV7(nowMs);
  return {
    day: eventDay(nowMs),
    id,
    organizationId,
    type,
    dedupId: null,
    orderingKey: null,
    acceptedAt: nowMs,
    partition: NO_PARTITION,
    offset: BigInt(NO_PARTITION),
    traceparent,
    body: webhookBody({ id, type, acceptedAtMs: nowMs, payload: Buffer.from(JSON.stringify(payload)) }),
  };
}
