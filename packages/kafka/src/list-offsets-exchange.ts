import type { Exchange } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const LIST_OFFSETS = 2;
/** Not flexible, and of every Kafka since 0.11. */
const VERSION = 2;
const NO_REPLICA = -1;
const READ_UNCOMMITTED = 0;

/** An end of a log, as ListOffsets names it. */
const LOG_END = { first: -2n, next: -1n } as const;
/** Which offset of a log is asked for: an end, or that of its first record from this time on, by the records' own times. */
export type LogEnd = keyof typeof LOG_END | { readonly sinceMs: number };

/** What the broker says of one partition; `offset` means nothing beside an error code, and is -1 where no record is so late. */
export interface PartitionEnd {
  readonly partition: number;
  readonly errorCode: number;
  readonly offset: bigint;
}

/**
 * Asks the leader of these partitions for an end of each one's log: the offset that the next record will have, as far
 * as every in-sync replica has it (the high watermark), that of the first record that is kept, or that of a time.
 */
export function endOffsetsExchange(
  topic: string,
  partitions: readonly number[],
  end: LogEnd,
): Exchange<readonly PartitionEnd[]> {
  return {
    request: {
      apiKey: LIST_OFFSETS,
      apiVersion: VERSION,
      apiName: 'ListOffsets',
      encode: async () => encode(topic, partitions, timeOf(end)),
    },
    decode,
  };
}

function timeOf(end: LogEnd): bigint {
  return typeof end === 'string' ? LOG_END[end] : BigInt(Math.max(0, Math.floor(end.sinceMs)));
}

function encode(topic: string, partitions: readonly number[], time: bigint) {
  const size = 4 + 1 + 4 + 2 + Buffer.byteLength(topic) + 4 + partitions.length * (4 + 8);
  const out = new WireWriter(size);
  out.int32(NO_REPLICA).int8(READ_UNCOMMITTED).int32(1).string(topic).int32(partitions.length);
  for (const partition of partitions) out.int32(partition).int64(time);
  return { buf: out.bytes, buffer: out.bytes, size: () => out.bytes.length };
}

function decode(payload: Buffer): readonly PartitionEnd[] {
  const reader = new WireReader(payload);
  reader.int32(); // throttle time
  const topics = reader.array(() => {
    reader.string();
    return reader.array((): PartitionEnd => {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.int64(); // timestamp: none when an end is asked for
      return { partition, errorCode, offset: reader.int64() };
    });
  });
  return topics.flat();
}
