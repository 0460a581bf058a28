import { AvroCodec } from './avro-codec.ts';
import { isTestEventId } from './ids.ts';
import { readSchemaVersions } from './schema-files.ts';

/** An accepted event as it stands in the events topic (schemas/event). */
export interface Event {
  readonly id: string;
  readonly organization_id: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly accepted_at: number;
  readonly dedup_id: string | null;
  readonly ordering_key: string | null;
  /** The webhook's body, see webhook-body.ts. */
  readonly body: Buffer;
}

/** The type of a test event. */
export const TEST_EVENT_TYPE = 'endpoint.test';

/**
 * Whether an event is a test of one endpoint: then it goes to the one whose id is its ordering key, and to no other. An
 * event of this type that a client has sent is one like any other, whatever its key.
 */
export function isTestEvent(event: Pick<Event, 'id' | 'type'>): boolean {
  return event.type === TEST_EVENT_TYPE && isTestEventId(event.id);
}

/** A new codec for the values of the events topic. */
export function createEventCodec(): AvroCodec<Event> {
  return new AvroCodec<Event>(readSchemaVersions('event'));
}

/**
 * The Kafka key of an event: what its partition is computed from. Events of one organization stay in order, or, with
 * ordering keys, those of one key.
 */
export function eventKey(organizationId: string, orderingKey: string | null): string {
  return orderingKey === null ? organizationId : `${organizationId}:${orderingKey}`;
}

/** The organization id in an event's Kafka key, for a record whose value cannot be read. */
export function organizationOfKey(key: string): string {
  const colon = key.indexOf(':');
  return colon < 0 ? key : key.slice(0, colon);
}

/** The UTC day of an event, `YYYY-MM-DD`: which daily partition of the tables it belongs to, forever. */
export function eventDay(acceptedAtMs: number): string {
  const day = Math.floor(acceptedAtMs / DAY_MS);
  if (day !== printedDay) {
    printed = new Date(acceptedAtMs).toISOString().slice(0, 10);
    printedDay = day;
  }
  return printed;
}

const DAY_MS = 86_400_000;
// Nearly all events are of the same day.
let printedDay = Number.NaN;
let printed = '';
