// Dead letters: what could not go on, with the reason, in a form that can be put back.
import { HEADER } from './headers.ts';
import { partitionFor } from './partitioner.ts';

/** A record for a dead-letter topic, as values, so that this package need not know the Kafka port. */
export interface DeadLetter {
  readonly topic: string;
  readonly partition: number;
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
}

/** The record that could not be stored, where it stood. */
export interface PoisonRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

// A reason is for people and dashboards, not a place for a stack.
const MAX_DETAIL = 1000;

/**
 * A dead letter for a record of the events topic: its bytes, key and headers as they were, and why.
 * @param partitions the number of partitions of the dead-letter topic
 * @param reason a short stable word
 */
export function eventDeadLetter(
  dlq: { topic: string; partitions: number },
  record: PoisonRecord,
  reason: string,
  detail: string,
): DeadLetter {
  // Never as text: a key that is not UTF-8 would become another one.
  const { key } = record;
  return {
    topic: dlq.topic,
    partition: key === null ? record.partition % dlq.partitions : partitionFor(key, dlq.partitions),
    key,
    value: record.value,
    headers: {
      ...record.headers,
      [HEADER.reason]: reason,
      [HEADER.detail]: detail.slice(0, MAX_DETAIL).toWellFormed(),
      [HEADER.originalTopic]: record.topic,
      [HEADER.originalPartition]: String(record.partition),
      [HEADER.originalOffset]: String(record.offset),
      [HEADER.originalTimestamp]: String(record.timestamp),
    },
  };
}

/**
 * A dead letter for a delivery whose last attempt has failed.
 * @param wakeUp the encoded wake-up of the delivery
 */
export function deliveryDeadLetter(
  dlq: { topic: string; partitions: number },
  endpointId: string,
  wakeUp: Buffer,
  reason: string,
): DeadLetter {
  return {
    topic: dlq.topic,
    partition: partitionFor(endpointId, dlq.partitions),
    key: endpointId,
    value: wakeUp,
    headers: { [HEADER.reason]: reason },
  };
}
