// What the inbox is asked for, and the order that it answers in.
import type { DeliveryState } from '../deliveries/delivery-state.ts';

/**
 * A place in the inbox, which lists by the time of acceptance and then by id, newest first. Neither of an event ever
 * changes, and its day is that of its acceptance, so whole days are in this order too. `stored_at` would be no order to
 * walk by: it is the time at which a transaction began, and an event of yesterday may be stored today.
 */
export interface InboxPosition {
  /** When the event was accepted: microseconds since the epoch, as precise as Postgres is. */
  readonly micros: number;
  readonly id: string;
}

export interface InboxFilter {
  /** Exact types and `order.*`; an event fits one of them. Undefined: all. */
  readonly types: readonly string[] | undefined;
  /** The event has a delivery in one of these states. Undefined: whatever it has. */
  readonly states: readonly DeliveryState[] | undefined;
  /** No delivery of the event has ever succeeded; it may have none. */
  readonly neverDelivered: boolean;
}

export interface InboxQuery {
  readonly organizationId: string;
  readonly filter: InboxFilter;
  /** Events behind this place, so older ones. */
  readonly before: InboxPosition;
  /** Events that were accepted then or later: microseconds since the epoch. */
  readonly fromMicros: number;
  /** The most events of a page. */
  readonly limit: number;
}

export interface InboxEvent {
  readonly position: InboxPosition;
  readonly day: string;
  readonly id: string;
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  readonly acceptedAt: Date;
  readonly storedAt: Date;
  /** How long the webhook's body is. */
  readonly bytes: number;
  /** How many of its deliveries are in each state. */
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
}

/** The lowest of all ids: nothing of the same moment is behind it. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
