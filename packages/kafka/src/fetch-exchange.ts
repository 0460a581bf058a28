import type { Exchange } from './kafkajs-internals.ts';
import { wireExchange } from './wire-exchange.ts';

/** The oldest version that Kafka 4 knows (KIP-896); batches come as they are stored. */
const FETCH = { apiKey: 1, apiVersion: 4, apiName: 'Fetch' };
const CONSUMER = -1;
const READ_UNCOMMITTED = 0;
const MIN_BYTES = 1;

/** Where a fetch begins. */
export interface FetchFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly errorCode: number;
  /** The offset that its next record will have. */
  readonly end: bigint;
  /** Record batches, the last one perhaps cut off. */
  readonly batches: Buffer;
}

/**
 * Fetches from the leader of these partitions.
 * @param limits.maxBytes of each partition. A batch that is larger comes whole, but only of the first partition in this order
 * that has one; the others come without (KIP-74)
 * @param limits.maxWaitMs how long the broker waits for a first byte
 */
export function fetchExchange(
  from: readonly FetchFrom[],
  { maxBytes, maxWaitMs }: { maxBytes: number; maxWaitMs: number },
): Exchange<readonly FetchedPartition[]> {
  const topics = Map.groupBy(from, ({ topic }) => topic);
  return wireExchange(
    FETCH,
    (out) => {
      out.int32(CONSUMER).int32(maxWaitMs).int32(MIN_BYTES);
      out.int32(Math.min(maxBytes * from.length, 2 ** 31 - 1)).int8(READ_UNCOMMITTED);
      out.int32(topics.size);
      for (const [topic, positions] of topics) {
        out.string(topic).int32(positions.length);
        for (const { partition, offset } of positions) out.int32(partition).int64(offset).int32(maxBytes);
      }
    },
    (reader) => {
      reader.int32(); // throttle time
      const fetched = reader.array((one) => {
        const topic = one.string();
        return one.array((inner): FetchedPartition => {
          const partition = inner.int32();
          const errorCode = inner.int16();
          const end = inner.int64();
          inner.int64(); // last stable offset
          inner.array((aborted) => [aborted.int64(), aborted.int64()]);
          return { topic, partition, errorCode, end, batches: inner.nullableBytes() ?? Buffer.alloc(0) };
        });
      });
      return fetched.flat();
    },
  );
}
