// Which endpoints an event goes to. Pure.
import { type OrderPlace, orderPlaceOf } from '@hopline/postgres/ordering/order-place';
import type { DeliveryRow } from '@hopline/postgres/persist/insert-deliveries';
import type { Subscription } from '@hopline/postgres/persist/read-subscriptions';
import { isTestEvent } from '@hopline/wire/event';
import { deliveryId } from '@hopline/wire/ids';
import { compileFilters, type MatchesPayload, type PayloadFilter } from '@hopline/wire/payload-filter';
import { payloadOf } from '@hopline/wire/webhook-body';
import type { EventItem } from '../item.ts';
import { hourOf } from './count-batch.ts';

/** Whether a type fits a filter: the type itself, `order.*` for all that begin with `order.`, or `*`. */
export function matchesType(filter: string, type: string): boolean {
  if (filter === '*' || filter === type) return true;
  return filter.endsWith('.*') && type.startsWith(filter.slice(0, -1));
}

/** One delivery for each of these events and each endpoint of its organization that wants it. */
export function deliveriesOf(
  items: readonly EventItem[],
  subscriptions: ReadonlyMap<string, readonly Subscription[]>,
): DeliveryRow[] {
  const rows: DeliveryRow[] = [];
  const conditions = new Conditions();
  for (const { event, day, record } of items) {
    const { id: eventId, organization_id: organizationId } = event;
    const hour = hourOf(record.timestamp);
    // Nearly no endpoint has conditions on the payload: it is parsed for the first one that does, once.
    let payload: Payload | undefined;
    const isTest = isTestEvent(event);
    for (const subscription of subscriptions.get(organizationId) ?? []) {
      const { endpointId, filters } = subscription;
      if (isTest) {
        // For the one endpoint that it names, whatever that wants otherwise.
        if (event.ordering_key !== endpointId) continue;
      } else {
        if (!subscription.eventTypes.some((filter) => matchesType(filter, event.type))) continue;
        if (filters !== null) {
          payload ??= parsePayload(event.body);
          if (!conditions.hold(endpointId, filters, payload)) continue;
        }
      }
      const place = subscription.ordered ? placeOf(subscription, event, record) : null;
      rows.push({
        day,
        id: deliveryId(eventId, endpointId),
        eventId,
        endpointId,
        organizationId,
        hour,
        place,
      });
    }
  }
  return rows;
}

function placeOf(
  order: Subscription,
  { id: eventId, ordering_key: orderingKey }: EventItem['event'],
  { partition, offset }: EventItem['record'],
): OrderPlace | null {
  return orderPlaceOf(order, { eventId, orderingKey, partition, offset });
}

type Payload = { readonly value: unknown } | 'no JSON';

/** Only a foreign producer can bring what is no JSON; it meets no condition. */
function parsePayload(body: Buffer): Payload {
  try {
    return { value: JSON.parse(payloadOf(body).toString('utf8')) };
  } catch {
    return 'no JSON';
  }
}

/** The conditions of a batch's endpoints, each compiled once. */
class Conditions {
  readonly #compiled = new Map<string, MatchesPayload>();

  hold(endpointId: string, filters: readonly PayloadFilter[], payload: Payload): boolean {
    if (payload === 'no JSON') return false;
    let matches = this.#compiled.get(endpointId);
    if (!matches) {
      matches = compileFilters(filters);
      this.#compiled.set(endpointId, matches);
    }
    return matches(payload.value);
  }
}
