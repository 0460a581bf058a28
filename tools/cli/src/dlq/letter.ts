// A dead letter as it stands in its topic, read for people and filters. Pure.
import type { ReceivedRecord } from '@hopline/kafka/port';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { organizationOfKey } from '@hopline/wire/event';
import { HEADER } from '@hopline/wire/headers';
import { type DeliveryHint, type WakeUp, wakeUpProblem } from '@hopline/wire/wake-up';
import type { LetterFilter, Letters } from './filter.ts';

export interface Letter {
  readonly record: ReceivedRecord;
  /** One word; empty when the letter says none. */
  readonly reason: string;
  readonly detail: string | undefined;
  readonly organizationId: string | undefined;
  readonly endpointId: string | undefined;
  /** Of a delivery's letter; undefined when it cannot be read. */
  readonly delivery: DeliveryHint | undefined;
}

/** Whatever stands in the topic is a letter, also what somebody else has put there. */
export function readLetter(
  record: ReceivedRecord,
  letters: Letters,
  codec: Pick<AvroCodec<WakeUp>, 'decode'>,
): Letter {
  const text = (name: string) => record.headers[name]?.toString('utf8');
  const common = { record, reason: text(HEADER.reason) ?? '', detail: text(HEADER.detail) };
  const key = record.key?.toString('utf8');
  if (letters === 'events') {
    const organizationId = key === undefined ? undefined : organizationOfKey(key);
    return { ...common, organizationId, endpointId: undefined, delivery: undefined };
  }
  const wakeUp = decode(record, codec);
  return {
    ...common,
    organizationId: wakeUp?.organization_id,
    endpointId: wakeUp?.endpoint_id ?? key,
    delivery: wakeUp?.delivery ?? undefined,
  };
}

/** Undefined for what Postgres could not be asked about: it would refuse the statement, and all others of its page. */
function decode({ value }: ReceivedRecord, codec: Pick<AvroCodec<WakeUp>, 'decode'>): WakeUp | undefined {
  try {
    const wakeUp = value === null ? undefined : codec.decode(value);
    return wakeUp && wakeUpProblem(wakeUp) === undefined ? wakeUp : undefined;
  } catch {
    return undefined;
  }
}

export function fits({ record, ...letter }: Letter, filter: LetterFilter): boolean {
  const { endpointId, organizationId, reason, fromMs, toMs } = filter;
  return (
    (endpointId === undefined || letter.endpointId === endpointId) &&
    (organizationId === undefined || letter.organizationId === organizationId) &&
    (reason === undefined || letter.reason === reason) &&
    record.timestamp >= fromMs &&
    record.timestamp < toMs
  );
}
