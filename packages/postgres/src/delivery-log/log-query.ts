// What the log of deliveries is asked for, and the order that it answers in.
import type { DeliveryState } from '../deliveries/delivery-state.ts';
import { type InboxPosition, LOWEST_ID } from '../inbox/inbox-query.ts';

/**
 * A place in the log: that of the event in the inbox, newest first, then the delivery's id, highest first. None of them
 * ever changes. The time of an attempt or of a delivery's end would be no order to walk by: a retry moves it.
 */
export interface LogPosition extends InboxPosition {
  readonly deliveryId: string;
}

/** The place behind all deliveries of an event. */
export function behindEvent({ micros, id }: InboxPosition): LogPosition {
  return { micros, id, deliveryId: LOWEST_ID };
}

export interface LogFilter {
  readonly endpointId: string | undefined;
  readonly eventId: string | undefined;
  /** Exact types and `order.*`; the event fits one of them. Undefined: all. */
  readonly types: readonly string[] | undefined;
  /** It is in one of these. Undefined: whatever it is in. */
  readonly states: readonly DeliveryState[] | undefined;
}

export interface LogQuery {
  readonly organizationId: string;
  readonly filter: LogFilter;
  /** Deliveries behind this place. */
  readonly before: LogPosition;
  /** Of events that were accepted then or later: microseconds since the epoch. */
  readonly fromMicros: number;
  /** The most deliveries of a page. */
  readonly limit: number;
}

export interface LoggedDelivery {
  readonly position: LogPosition;
  readonly day: string;
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly type: string;
  readonly acceptedAt: Date;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly attempts: number;
  readonly ladderStep: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly endedAt: Date | null;
  /** The newest replay that made it pending again, or made it. */
  readonly replayId: string | null;
  readonly replayedAt: Date | null;
  /** When it first succeeded, of one that a replay or a retry made pending again since. */
  readonly succeededAt: Date | null;
}
