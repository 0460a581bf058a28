// Produce, version 7 (the last that is not flexible; Kafka 2.1 to 4.x), with an answer for each partition. kafkajs reads
// the same answer but throws the first error of any partition, and with it the answers of the others.
import type { Exchange } from './kafkajs-internals.ts';
import type { OutgoingRecord } from './port.ts';
import { type SizedBatch, sizeBatch, writeBatch } from './record-batch.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** The records of one partition in a request, in order. */
export interface PartitionRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
}

/** What the broker says of one partition. */
export interface PartitionResult {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
  /** The offset of the first record. */
  readonly baseOffset: bigint;
}

const PRODUCE = 0;
const VERSION = 7;
const ACKS_OF_ALL_IN_SYNC = -1;

/**
 * A request to append to partitions that have the same leader.
 * @param ackTimeoutMs how long the broker waits for the other replicas before it answers REQUEST_TIMED_OUT
 */
export function produceExchange(
  partitions: readonly PartitionRecords[],
  ackTimeoutMs: number,
): Exchange<PartitionResult[]> {
  return {
    request: {
      apiKey: PRODUCE,
      apiVersion: VERSION,
      apiName: 'Produce',
      encode: async () => encodeProduce(partitions, ackTimeoutMs),
    },
    decode: decodeProduce,
  };
}

/** The request's body. */
export function encodeProduce(
  partitions: readonly PartitionRecords[],
  ackTimeoutMs: number,
): { buf: Buffer; buffer: Buffer; size(): number } {
  const topics = new Map<string, { partition: number; batch: SizedBatch }[]>();
  let size = 2 + 2 + 4 + 4;
  for (const { topic, partition, records } of partitions) {
    let entries = topics.get(topic);
    if (!entries) {
      entries = [];
      topics.set(topic, entries);
      size += 2 + Buffer.byteLength(topic) + 4;
    }
    const batch = sizeBatch(records);
    entries.push({ partition, batch });
    size += 4 + 4 + batch.bytes;
  }
  const out = new WireWriter(size);
  const now = Date.now();
  out
    .int16(-1) // no transactional id
    .int16(ACKS_OF_ALL_IN_SYNC)
    .int32(ackTimeoutMs)
    .int32(topics.size);
  for (const [topic, entries] of topics) {
    out.string(topic).int32(entries.length);
    for (const { partition, batch } of entries) {
      out.int32(partition).int32(batch.bytes);
      writeBatch(out, batch, now);
    }
  }
  return { buf: out.bytes, buffer: out.bytes, size: () => out.bytes.length };
}

function decodeProduce(payload: Buffer): PartitionResult[] {
  return new WireReader(payload)
    .array((reader) => {
      const topic = reader.string();
      return reader.array(() => {
        const result = {
          topic,
          partition: reader.int32(),
          errorCode: reader.int16(),
          baseOffset: reader.int64(),
        };
        reader.int64(); // log append time
        reader.int64(); // log start offset
        return result;
      });
    })
    .flat();
}
