import { WireReader } from '@hopline/kafka/wire-reader';
import type { RequestHeader } from '../support/kafka-frames.ts';

const NON_FLEXIBLE_VERSIONS = { first: 5, last: 8 };
const CORRELATION_ID_BYTES = 4;
/** Partition, error code, offset, append time, log start: versions 5 to 7. */
const PARTITION_BYTES = 4 + 2 + 8 + 8 + 8;

/** Takes one partition out of a reply to a produce request, as kafkajs's own producer does when a leader moves. */
export function withoutPartition(
  topic: string,
  partition: number,
): (reply: Buffer, request: RequestHeader) => Buffer {
  return (reply, { apiVersion }) => {
    const { first, last } = NON_FLEXIBLE_VERSIONS;
    if (apiVersion < first || apiVersion >= last)
      throw new RangeError(`produce version ${apiVersion} is not known here`);
    const reader = new WireReader(reply.subarray(CORRELATION_ID_BYTES));
    const topics = reader.array(() => {
      const name = reader.string();
      const partitions = reader.array(() => {
        const fields = Buffer.alloc(PARTITION_BYTES);
        fields.writeInt32BE(reader.int32(), 0);
        fields.writeInt16BE(reader.int16(), 4);
        for (const at of [6, 14, 22]) fields.writeBigInt64BE(reader.int64(), at);
        return fields;
      });
      const kept = partitions.filter((fields) => name !== topic || fields.readInt32BE(0) !== partition);
      const head = Buffer.alloc(2 + Buffer.byteLength(name) + 4);
      head.writeInt16BE(Buffer.byteLength(name), 0);
      head.write(name, 2);
      head.writeInt32BE(kept.length, head.length - 4);
      return Buffer.concat([head, ...kept]);
    });
    const count = Buffer.alloc(4);
    count.writeInt32BE(topics.length);
    const throttle = reply.subarray(reply.length - 4);
    return Buffer.concat([reply.subarray(0, CORRELATION_ID_BYTES), count, ...topics, throttle]);
  };
}
