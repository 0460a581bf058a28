// What a record becomes on its way through the hop.
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { Span } from '@hopline/telemetry/tracing';
import type { Event } from '@hopline/wire/event';

/** A record that was handed over, with the partition's ownership at that time. */
export interface TakenRecord {
  readonly record: ReceivedRecord;
  readonly owner: OwnedPartition;
}

/** A record that could be read. */
export interface EventItem extends TakenRecord {
  readonly event: Event;
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** SHA-256 of the type and the payload: tells a repeat from another event under the same dedup_id. */
  readonly contentHash: Buffer;
  /** The event's own `process` span: its wake-ups go out below it. */
  readonly span: Span;
  /** W3C trace context of the request that brought the event. */
  readonly traceparent: string | null;
}

/** A record that can never be stored. */
export interface PoisonItem extends TakenRecord {
  readonly reason: PoisonReason;
  readonly detail: string;
  readonly organizationId: string;
}

export type PoisonReason =
  | 'value_missing'
  | 'undecodable'
  | 'schema_unknown'
  | 'invalid'
  | 'key_mismatch'
  | 'day_out_of_range'
  | 'row_refused';

/** A batch after step 1. */
export interface DecodedBatch {
  readonly events: readonly EventItem[];
  readonly poison: readonly PoisonItem[];
}
