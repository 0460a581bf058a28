// Which endpoints an event goes to. Pure.
import { type OrderPlace, orderPlaceOf } from '@hopline/postgres/ordering/order-place';
import type { DeliveryRow } from '@hopline/postgres/persist/insert-deliveries';
import type { Subscription, Wishes } from '@hopline/postgres/persist/read-subscriptions';
import { type Event, isTestEvent } from '@hopline/wire/event';
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

/** Whether an endpoint that subscribes to these types gets events of this one. */
export function wantsType(eventTypes: readonly string[], type: string): boolean {
  return eventTypes.some((filter) => matchesType(filter, type));
}

/** What decides which endpoints an event goes to. The body is read for an endpoint that has conditions on it, and no other. */
export type MatchedEvent = Pick<Event, 'type' | 'ordering_key' | 'body'>;

/** Says of each endpoint whether it gets an event. Conditions are compiled once, a payload is parsed once. */
export function createMatcher(): (event: MatchedEvent) => (endpoint: Wishes) => boolean {
  const conditions = new Conditions();
  return (event) => {
    // Nearly no endpoint has conditions on the payload: it is parsed for the first one that does, once.
    let payload: Payload | undefined;
    const isTest = isTestEvent(event);
    return ({ endpointId, eventTypes, filters }) => {
      // For the one endpoint that it names, whatever that wants otherwise.
      if (isTest) return event.ordering_key === endpointId;
      if (!wantsType(eventTypes, event.type)) return false;
      if (filters === null) return true;
      payload ??= parsePayload(event.body);
      return conditions.hold(endpointId, filters, payload);
    };
  };
}

/** One delivery for each of these events and each endpoint of its organization that wants it. */
export function deliveriesOf(
  items: readonly EventItem[],
  subscriptions: ReadonlyMap<string, readonly Subscription[]>,
): DeliveryRow[] {
  const rows: DeliveryRow[] = [];
  const matcher = createMatcher();
  for (const { event, day, record } of items) {
    const { id: eventId, organization_id: organizationId } = event;
    const hour = hourOf(record.timestamp);
    const isWanted = matcher(event);
    for (const subscription of subscriptions.get(organizationId) ?? []) {
      if (!isWanted(subscription)) continue;
      const { endpointId } = subscription;
      const id = deliveryId(eventId, endpointId);
      const place = subscription.ordered ? placeOf(subscription, event, record) : null;
      rows.push({ day, id, eventId, endpointId, organizationId, hour, place });
    }
  }
  return rows;
}

function placeOf(
  order: Subscription,
  event: EventItem['event'],
  { partition, offset }: EventItem['record'],
): OrderPlace | null {
  const { id: eventId, ordering_key: orderingKey } = event;
  const at = { eventId, partition, offset };
  if (!isTestEvent(event)) return orderPlaceOf(order, { ...at, orderingKey });
  // Its ordering key says which endpoint it is for, and nothing of an order: one that failed must not hold the next one.
  return orderPlaceOf({ ...order, orderUnkeyed: false }, { ...at, orderingKey: null });
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
