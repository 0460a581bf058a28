// Topics as they are: their partitions, where the log of each begins and ends, and how large it is.
import { raceSignal } from '@hopline/runtime/wait';
import type { InspectedPartition, InspectedTopic, KafkaInspector } from './inspector-port.ts';

export interface ReadTopicPartition extends InspectedPartition {
  /** The offset of the first record that is kept; undefined while nobody leads the partition. */
  readonly first: bigint | undefined;
  /** The offset that the next record will have; undefined likewise. */
  readonly end: bigint | undefined;
  /** Of one copy; undefined when it may not be asked. */
  readonly bytes: number | undefined;
}

export interface ReadTopic {
  readonly topic: string;
  /** Undefined when the topic does not exist. */
  readonly found: InspectedTopic | undefined;
  /** In their order. */
  readonly partitions: readonly ReadTopicPartition[];
}

/** How long the brokers may take to say how large logs are. */
const SIZES_TIMEOUT_MS = 2000;

/**
 * The topics, in the order in which they are asked for.
 * @param settings Kafka's own names of those that are wanted
 */
export async function readTopics(
  kafka: KafkaInspector,
  topics: readonly string[],
  settings: readonly string[],
): Promise<ReadTopic[]> {
  const [inspected, sizes] = await Promise.all([
    kafka.inspect(topics, settings),
    // Kafka lets only some ask for it, and a broker that has died says nothing; the rest is of use without.
    raceSignal(kafka.sizesOf(topics), AbortSignal.timeout(SIZES_TIMEOUT_MS)).catch(
      () => new Map<string, ReadonlyMap<number, number>>(),
    ),
  ]);
  const byName = new Map(inspected.map((found) => [found.topic, found]));
  return await Promise.all(
    topics.map(async (topic) => {
      const found = byName.get(topic);
      return {
        ...{ topic, found },
        partitions: found ? await readPartitions(kafka, found, sizes.get(topic)) : [],
      };
    }),
  );
}

async function readPartitions(
  kafka: KafkaInspector,
  { topic, partitions }: InspectedTopic,
  sizes: ReadonlyMap<number, number> | undefined,
): Promise<ReadTopicPartition[]> {
  const bounds = await kafka.bounds(topic);
  return partitions.map((one) => ({
    ...one,
    first: bounds.get(one.partition)?.first,
    end: bounds.get(one.partition)?.end,
    bytes: sizes?.get(one.partition),
  }));
}

/** How many offsets the logs of the partitions span: as many records as are kept, as a rule. */
export function recordsOf(partitions: readonly Pick<ReadTopicPartition, 'first' | 'end'>[]): bigint {
  return partitions.reduce((sum, { first = 0n, end = first }) => sum + end - first, 0n);
}

/** The bytes of one copy of all partitions; undefined when the size of one is not known. */
export function bytesOf(partitions: readonly Pick<ReadTopicPartition, 'bytes'>[]): number | undefined {
  let sum = 0;
  for (const { bytes } of partitions) {
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}
