import { errorName, NO_ERROR } from './error-codes.ts';
import { KafkaRefusedError } from './errors.ts';
import type { Exchange } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const LIST_OFFSETS = 2;
/** Not flexible, and of every Kafka since 0.11. */
const VERSION = 2;
const NO_REPLICA = -1;
const READ_UNCOMMITTED = 0;
const LATEST = -1n;

/**
 * Asks the leader of these partitions for the end of each one's log: the offset that the next record will have, as far
 * as every in-sync replica has it (the high watermark).
 * @throws {KafkaRefusedError} (in decoding) such as when another broker has become their leader
 */
export function endOffsetsExchange(
  topic: string,
  partitions: readonly number[],
): Exchange<ReadonlyMap<number, bigint>> {
  return {
    request: {
      apiKey: LIST_OFFSETS,
      apiVersion: VERSION,
      apiName: 'ListOffsets',
      encode: async () => encode(topic, partitions),
    },
    decode,
  };
}

function encode(topic: string, partitions: readonly number[]) {
  const size = 4 + 1 + 4 + 2 + Buffer.byteLength(topic) + 4 + partitions.length * (4 + 8);
  const out = new WireWriter(size);
  out.int32(NO_REPLICA).int8(READ_UNCOMMITTED).int32(1).string(topic).int32(partitions.length);
  for (const partition of partitions) out.int32(partition).int64(LATEST);
  return { buf: out.bytes, buffer: out.bytes, size: () => out.bytes.length };
}

function decode(payload: Buffer): ReadonlyMap<number, bigint> {
  const reader = new WireReader(payload);
  reader.int32(); // throttle time
  const topics = reader.array(() => {
    const topic = reader.string();
    return reader.array((): [number, bigint] => {
      const partition = reader.int32();
      const errorCode = reader.int16();
      reader.int64(); // timestamp: none when the end is asked for
      const offset = reader.int64();
      if (errorCode !== NO_ERROR) {
        throw new KafkaRefusedError(`${topic}/${partition}: its end cannot be read: ${errorName(errorCode)}`);
      }
      return [partition, offset];
    });
  });
  return new Map(topics.flat());
}
