// Step 1. What cannot be decoded is set aside with the reason and delays nobody.
import { createHash } from 'node:crypto';
import { messagingAttributes, messagingSpan } from '@hopline/telemetry/messaging';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import { type Span, SpanKind, startSpan } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { type SchemaReference, UndecodableRecordError, UnknownSchemaError } from '@hopline/wire/errors';
import { type Event, eventDay, organizationOfKey } from '@hopline/wire/event';
import { EVENT_TYPE_PATTERN } from '@hopline/wire/limits';
import { isUuid } from '@hopline/wire/uuid';
import { payloadOf } from '@hopline/wire/webhook-body';
import type { DecodedBatch, EventItem, PoisonItem, PoisonReason, TakenRecord } from '../item.ts';

/** Where records are counted whose key names no organization. */
export const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

const DAY_MS = 86_400_000;
const TYPE = new RegExp(EVENT_TYPE_PATTERN);

export interface DecodeDeps {
  readonly codec: AvroCodec<Event>;
  /** The text of a schema that this process does not know; undefined when nobody knows it. */
  readonly findSchema: (reference: SchemaReference) => Promise<string | undefined>;
  readonly retentionMs: number;
  readonly group: string;
}

export type DecodeBatch = (batch: readonly TakenRecord[]) => Promise<DecodedBatch>;

/** @throws whatever findSchema throws: a schema that cannot be looked up holds the batch, it is not poison */
export function createDecodeBatch(deps: DecodeDeps): DecodeBatch {
  return async function decodeBatch(batch) {
    await learnSchemas(deps, batch);
    const events: EventItem[] = [];
    const poison: PoisonItem[] = [];
    const now = Date.now();
    for (const taken of batch) {
      const decoded = decodeRecord(deps, taken, now);
      if ('event' in decoded) events.push(decoded);
      else poison.push(decoded);
    }
    return { events, poison };
  };
}

/** Looks up the schemas that this batch needs and the codec does not know: one look-up a schema, not one a record. */
async function learnSchemas({ codec, findSchema }: DecodeDeps, batch: readonly TakenRecord[]): Promise<void> {
  const unknown = new Map<string, SchemaReference>();
  for (const { record } of batch) {
    const reference = record.value && codec.unknownSchemaOf(record.value);
    if (reference) unknown.set(`${reference.kind} ${reference.value}`, reference);
  }
  for (const reference of unknown.values()) {
    const text = await findSchema(reference);
    if (text !== undefined) codec.learn(reference, text);
  }
}

function decodeRecord(deps: DecodeDeps, taken: TakenRecord, now: number): EventItem | PoisonItem {
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
  // Every day has tables of its own: a wrong clock must not make thousands of them.
  if (event.accepted_at < now - deps.retentionMs || event.accepted_at > now + DAY_MS) {
    return poisonItem(taken, 'day_out_of_range', `accepted_at is ${event.accepted_at}`);
  }
  return {
    ...taken,
    event,
    day: eventDay(event.accepted_at),
    contentHash: hashContent(event),
    span: beginSpan(taken, deps.group),
  };
}

/** What would make the rows of this event impossible. */
function problemOf(event: Event): string | undefined {
  if (!isUuid(event.id)) return 'id is not a UUID';
  if (!isUuid(event.organization_id)) return 'organization_id is not a UUID';
  if (!TYPE.test(event.type)) return 'type is not of the allowed form';
  return undefined;
}

function hashContent({ type, body }: Event): Buffer {
  return createHash('sha256').update(type).update('\0').update(payloadOf(body)).digest();
}

function beginSpan({ record }: TakenRecord, group: string): Span {
  const parent = extractTrace(record.headers);
  const span = startSpan(messagingSpan.process(record.topic), { kind: SpanKind.CONSUMER }, parent);
  if (span.isRecording()) {
    const { topic, partition, offset } = record;
    span.setAttributes(messagingAttributes('process', { topic, partition, offset, group }));
  }
  return span;
}

export function poisonItem(taken: TakenRecord, reason: PoisonReason, detail: string): PoisonItem {
  const organization = organizationOfKey(taken.record.key?.toString('utf8') ?? '');
  return {
    record: taken.record,
    owner: taken.owner,
    reason,
    detail,
    organizationId: isUuid(organization) ? organization : NO_ORGANIZATION,
  };
}
