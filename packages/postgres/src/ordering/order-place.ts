// Where a delivery of an ordered endpoint stands: its key within the endpoint, and its place within the key.

/** What an ordered endpoint takes for a key. */
export interface EndpointOrder {
  readonly ordered: boolean;
  /** Events without an ordering key are in order among themselves, too. */
  readonly orderUnkeyed: boolean;
}

export interface OrderPlace {
  readonly key: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** An event as its place goes by it. A negative partition: it is in no topic, as operational events are. */
export interface PlacedEvent {
  readonly eventId: string;
  readonly orderingKey: string | null;
  readonly partition: number;
  readonly offset: bigint;
}

// The first letter keeps the three kinds apart, whatever an ordering key may be.
const KEYED = 'k';
const UNKEYED = 'o';
const ALONE = 'e';

/** The place of an event's delivery; null of an endpoint without order. A key of its own has what has no order. */
export function orderPlaceOf(
  { ordered, orderUnkeyed }: EndpointOrder,
  { eventId, orderingKey, partition, offset }: PlacedEvent,
): OrderPlace | null {
  if (!ordered) return null;
  const at = { partition, offset };
  if (partition < 0) return { key: `${ALONE}${eventId}`, ...at };
  if (orderingKey !== null) return { key: `${KEYED}${orderingKey}`, ...at };
  return { key: orderUnkeyed ? UNKEYED : `${ALONE}${eventId}`, ...at };
}

/** The same key in SQL, for an endpoint `ep` and an event `e`: a change here is one there. */
export const ORDER_KEY = `
  case when not ep.ordered then null
       when e.topic_partition < 0 then '${ALONE}' || e.id
       when e.ordering_key is not null then '${KEYED}' || e.ordering_key
       when ep.order_unkeyed then '${UNKEYED}'
       else '${ALONE}' || e.id
  end`;
