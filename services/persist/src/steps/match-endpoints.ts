// Which endpoints an event goes to. Pure.
import { type OrderPlace, orderPlaceOf } from '@hopline/postgres/ordering/order-place';
import type { DeliveryRow } from '@hopline/postgres/persist/insert-deliveries';
import type { Subscription, Wishes } from '@hopline/postgres/persist/read-subscriptions';
import { type Event, isTestEvent } from '@hopline/wire/event';
import { deliveryId } from '@hopline/wire/ids';
import {
  compileFilters,
  type MatchesPayload,
  type PayloadFilter,
  pathsOf,
} from '@hopline/wire/payload-filter';
import { pickJson, type Wanted, wantedOf } from '@hopline/wire/pick-json';
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
export type MatchedEvent = Pick<Event, 'id' | 'type' | 'ordering_key' | 'body'>;

/**
 * Says of each of these endpoints whether it gets an event. Conditions are compiled once, a payload is read once, for all of
 * them.
 */
export function createMatcher(): (
  event: MatchedEvent,
  endpoints: readonly Wishes[],
) => (endpoint: Wishes) => boolean {
  const conditions = new Conditions();
  return (event, endpoints) => {
    // Nearly no endpoint has conditions on the payload: it is parsed for the first one that does, once.
    let payload: Payload | undefined;
    const isTest = isTestEvent(event);
    return ({ endpointId, eventTypes, filters }) => {
      // For the one endpoint that it names, whatever that wants otherwise.
      if (isTest) return event.ordering_key === endpointId;
      if (!wantsType(eventTypes, event.type)) return false;
      if (filters === null) return true;
      payload ??= conditions.read(event.body, endpoints);
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
    const endpoints = subscriptions.get(organizationId) ?? [];
    const isWanted = matcher(event, endpoints);
    for (const subscription of endpoints) {
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

/**
 * From so many bytes on only what conditions look at is made of a payload: 256 KB of small objects take 20 ms to make. A
 * small one is parsed as a whole in less time.
 */
const LARGE_BYTES = 16 * 1024;

/** Only a foreign producer can bring what is no JSON; it meets no condition. */
function parsePayload(payload: Buffer): Payload {
  try {
    return { value: JSON.parse(payload.toString('utf8')) };
  } catch {
    return 'no JSON';
  }
}

/** The conditions of a batch's endpoints, each compiled once. */
class Conditions {
  readonly #compiled = new Map<string, MatchesPayload>();
  /** What all conditions of a list of endpoints look at. */
  readonly #wanted = new Map<readonly Wishes[], Wanted>();

  read(body: Buffer, endpoints: readonly Wishes[]): Payload {
    const payload = payloadOf(body);
    if (payload.length < LARGE_BYTES) return parsePayload(payload);
    let wanted = this.#wanted.get(endpoints);
    if (!wanted) {
      wanted = wantedOf(endpoints.flatMap(({ filters }) => pathsOf(filters ?? [])));
      this.#wanted.set(endpoints, wanted);
    }
    return pickJson(payload, wanted) ?? 'no JSON';
  }

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
