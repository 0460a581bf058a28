// Step 1. What cannot be decoded is set aside with the reason and delays nobody.
import { hash } from 'node:crypto';
import { eventAttributes } from '@hopline/telemetry/hop-spans';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { continueUnrecorded, extractTrace, injectTrace } from '@hopline/telemetry/trace-headers';
import { type Context, SpanKind, startSpan } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { UndecodableRecordError, UnknownSchemaError } from '@hopline/wire/errors';
import { type Event, eventDay, eventKey, organizationOfKey } from '@hopline/wire/event';
import { type FindSchemas, learnSchemas } from '@hopline/wire/learn-schemas';
import { EVENT_TYPE_PATTERN } from '@hopline/wire/limits';
import { isUuid } from '@hopline/wire/uuid';
import { payloadOf } from '@hopline/wire/webhook-body';
import type {
  DecodedBatch,
  EventItem,
  PoisonItem,
  PoisonReason,
  TakenRecord,
  TracedRecord,
} from '../item.ts';

/** Where records are counted whose key names no organization. */
export const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

const DAY_MS = 86_400_000;
const TYPE = new RegExp(EVENT_TYPE_PATTERN);

export interface DecodeDeps {
  readonly codec: AvroCodec<Event>;
  readonly findSchemas: FindSchemas;
  readonly retentionMs: number;
  readonly group: string;
}

export type DecodeBatch = (batch: readonly TakenRecord[]) => Promise<DecodedBatch>;

/** @throws whatever findSchemas throws: a schema that cannot be looked up holds the batch, it is not poison */
export function createDecodeBatch(deps: DecodeDeps): DecodeBatch {
  return async function decodeBatch(batch) {
    await learnSchemas(
      deps.codec,
      deps.findSchemas,
      batch.map(({ record }) => record),
    );
    const events: EventItem[] = [];
    const poison: PoisonItem[] = [];
    const now = Date.now();
    for (const taken of batch) {
      const decoded = decodeRecord(deps, beginSpan(taken, deps.group), now);
      if ('event' in decoded) events.push(decoded);
      else poison.push(decoded);
    }
    return { events, poison };
  };
}

function decodeRecord(deps: DecodeDeps, taken: TracedRecord, now: number): EventItem | PoisonItem {
  const { record } = taken;
  if (record.value === null) return poisonItem(taken, 'value_missing', 'the record has no value');
  let event: Event;
  try {
    event = deps.codec.decode(record.value);
  } catch (error) {
    if (error instanceof UnknownSchemaError) return poisonItem(taken, 'schema_unknown', error.message);
    if (error instanceof UndecodableRecordError) return poisonItem(taken, 'undecodable', error.message);
    throw error;
  }
  const problem = problemOf(event);
  if (problem) return poisonItem(taken, 'invalid', problem);
  if (!isKeyOf(event, record.key)) {
    return poisonItem(
      taken,
      'key_mismatch',
      'the key is not the one of the organization and the ordering key',
    );
  }
  // Every day has tables of its own: a wrong clock must not make thousands of them.
  if (event.accepted_at < now - deps.retentionMs || event.accepted_at > now + DAY_MS) {
    return poisonItem(taken, 'day_out_of_range', `accepted_at is ${event.accepted_at}`);
  }
  if (taken.span.isRecording()) taken.span.setAttributes(eventAttributes(event));
  return { ...taken, event, day: eventDay(event.accepted_at), contentHash: hashContent(event) };
}

/** What would make the rows of this event impossible. */
function problemOf(event: Event): string | undefined {
  if (!isUuid(event.id)) return 'id is not a UUID';
  if (!isUuid(event.organization_id)) return 'organization_id is not a UUID';
  if (!TYPE.test(event.type)) return 'type is not of the allowed form';
  return undefined;
}

/**
 * Whether the event stands where its organization's events do. The part behind the colon is the ordering key, or, for an
 * event without one, whatever spreads its organization's events.
 */
function isKeyOf(event: Event, key: Buffer | null): boolean {
  if (key === null) return false;
  const text = key.toString('utf8');
  if (event.ordering_key !== null) return text === eventKey(event.organization_id, event.ordering_key);
  return organizationOfKey(text) === event.organization_id;
}

function hashContent({ type, body }: Event): Buffer {
  // Hashed in one call, and to text: a Hash object, or a buffer from it, costs more than the hash of a small event.
  const payload = payloadOf(body);
  const hashed = Buffer.allocUnsafe(type.length + 1 + payload.length);
  // A type is ASCII, and ends with a zero here.
  hashed.write(type, 'latin1');
  hashed[type.length] = 0;
  payload.copy(hashed, type.length + 1);
  return Buffer.from(hash('sha256', hashed, 'hex'), 'hex');
}

function beginSpan({ record, owner }: TakenRecord, group: string): TracedRecord {
  const unrecorded = continueUnrecorded(record.headers);
  if (unrecorded) return { record, owner, span: unrecorded.span, traceparent: unrecorded.traceparent };
  const parent = extractTrace(record.headers);
  const span = startSpan(messagingSpan.process(record.topic), { kind: SpanKind.CONSUMER }, parent);
  if (span.isRecording()) {
    const { topic, partition, offset } = record;
    span.setAttributes(messagingAttributes('process', { topic, partition, offset, group }));
  }
  return { record, owner, span, traceparent: traceparentOf(parent) };
}

/** Written anew, since what stands in a header may be anything, even what Postgres refuses. */
function traceparentOf(context: Context): string | null {
  const headers: Record<string, string> = {};
  injectTrace(context, headers);
  return headers.traceparent ?? null;
}

export function poisonItem(
  { record, owner, span, traceparent }: TracedRecord,
  reason: PoisonReason,
  detail: string,
): PoisonItem {
  const organization = organizationOfKey(record.key?.toString('utf8') ?? '');
  const organizationId = isUuid(organization) ? organization : NO_ORGANIZATION;
  return { record, owner, span, traceparent, reason, detail, organizationId };
}
