// Records of Hopline's own topics as what they say, for people who look into them.
import { describeError } from '@hopline/runtime/errors';
import { createEventCodec, type Event, organizationOfKey } from '@hopline/wire/event';
import { type FindSchemas, learnSchemas } from '@hopline/wire/learn-schemas';
import type { TopicNames } from '@hopline/wire/topics';
import { createWakeUpCodec, type WakeUp } from '@hopline/wire/wake-up';
import type { ReceivedRecord } from './port.ts';

export type Decoded =
  | { readonly kind: 'event'; readonly record: ReceivedRecord; readonly event: Event }
  | { readonly kind: 'wake-up'; readonly record: ReceivedRecord; readonly wakeUp: WakeUp }
  | { readonly kind: 'unreadable'; readonly record: ReceivedRecord; readonly problem: string };

export interface RecordDecoder {
  decode(records: readonly ReceivedRecord[]): Promise<Decoded[]>;
}

/**
 * A decoder of a topic's values.
 * @param findSchemas is asked for schemas that this release does not know, if any; without an answer such a record stays unreadable
 */
export function createRecordDecoder(
  topic: string,
  names: TopicNames,
  findSchemas: FindSchemas,
): RecordDecoder {
  const isOfEvents = topic === names.events || topic === names.eventsDlq;
  const events = createEventCodec();
  const wakeUps = createWakeUpCodec();
  const codec = isOfEvents ? events : wakeUps;

  function decodeOne(record: ReceivedRecord): Decoded {
    const { value } = record;
    if (value === null) return { kind: 'unreadable', record, problem: 'it has no value' };
    try {
      return isOfEvents
        ? { kind: 'event', record, event: events.decode(value) }
        : { kind: 'wake-up', record, wakeUp: wakeUps.decode(value) };
    } catch (error) {
      return { kind: 'unreadable', record, problem: describeError(error) };
    }
  }

  return {
    async decode(records) {
      await learnSchemas(codec, (references) => findSchemas(references).catch(() => []), records);
      return records.map(decodeOne);
    },
  };
}

/** Whose record it is, as its value or its key says. */
export function organizationOf(decoded: Decoded): string | undefined {
  if (decoded.kind === 'event') return decoded.event.organization_id;
  if (decoded.kind === 'wake-up') return decoded.wakeUp.organization_id;
  const key = decoded.record.key?.toString('utf8');
  return key === undefined ? undefined : organizationOfKey(key);
}

/** The trace that the record's headers name (W3C Trace Context), 32 hex digits. */
export function traceIdOf({ headers }: Pick<ReceivedRecord, 'headers'>): string | undefined {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(headers.traceparent?.toString('latin1') ?? '')?.[1];
}

/** `<partition>:<offset>`. */
export function placeOf({ partition, offset }: Pick<ReceivedRecord, 'partition' | 'offset'>): string {
  return `${partition}:${offset}`;
}
