// What a record becomes on its way through the hop.
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { Span } from '@hopline/telemetry/tracing';
import type { Event } from '@hopline/wire/event';

/** A record that was handed over, with the partition's ownership at that time. */
export interface TakenRecord {
  readonly record: ReceivedRecord;
  readonly owner: OwnedPartition;
}

/** A record and its place in a trace. */
export interface TracedRecord extends TakenRecord {
  /** Its own `process` span: whatever comes of it goes out below that. */
  readonly span: Span;
  /** W3C trace context of the request that brought it. */
  readonly traceparent: string | null;
}

/** A record that could be read. */
export interface EventItem extends TracedRecord {
  readonly event: Event;
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** SHA-256 of the type and the payload: tells a repeat from another event under the same dedup_id. */
  readonly contentHash: Buffer;
}

/** A record that can never be stored. */
export interface PoisonItem extends TracedRecord {
  readonly reason: PoisonReason;
  readonly detail: string;
  readonly organizationId: string;
}

export const POISON_REASONS = [
  'value_missing',
  'undecodable',
  'schema_unknown',
  'invalid',
  'key_mismatch',
  'day_out_of_range',
  'row_refused',
] as const;

export type PoisonReason = (typeof POISON_REASONS)[number];

/** A batch after step 1. */
export interface DecodedBatch {
  readonly events: readonly EventItem[];
  readonly poison: readonly PoisonItem[];
}
