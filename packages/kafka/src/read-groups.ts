// How far the consumer groups are behind.
import type { GroupNames, TopicNames } from '@hopline/wire/topics';
import { OffsetOutOfRangeError } from './errors.ts';
import type { InspectedGroup, InspectedTopic, KafkaInspector } from './inspector-port.ts';

interface Names {
  readonly topics: TopicNames;
  readonly groups: GroupNames;
}

export interface ReadPartition {
  readonly partition: number;
  /** The offset of the next record to be read; undefined when nothing was committed yet. */
  readonly committed: bigint | undefined;
  /** Undefined while nobody leads the partition. */
  readonly end: bigint | undefined;
  /** Undefined likewise. */
  readonly lag: bigint | undefined;
  /** The time of the oldest record that is not finished, milliseconds since the epoch. */
  readonly oldestMs: number | undefined;
}

export interface ReadGroupTopic {
  readonly topic: string;
  /** Of a rung: how long its records wait on purpose, in milliseconds; 0 of others. */
  readonly delayMs: number;
  readonly exists: boolean;
  readonly partitions: readonly ReadPartition[];
}

export interface ReadGroup extends Pick<InspectedGroup, 'groupId' | 'state' | 'members'> {
  readonly topics: readonly ReadGroupTopic[];
}

/** What a group reads. */
export interface Consumed {
  readonly groupId: string;
  readonly topics: readonly { readonly topic: string; readonly delayMs: number }[];
}

/** Which group reads what. */
export function consumersOf({ topics, groups }: Names): Consumed[] {
  const plain = (topic: string) => [{ topic, delayMs: 0 }];
  return [
    { groupId: groups.persist, topics: plain(topics.events) },
    { groupId: groups.deliver, topics: plain(topics.deliveries) },
    { groupId: groups.rungs, topics: topics.rungs },
  ];
}

export async function readGroups(kafka: KafkaInspector, names: Names): Promise<ReadGroup[]> {
  return await Promise.all(consumersOf(names).map((consumed) => readGroup(kafka, consumed)));
}

export async function readGroup(kafka: KafkaInspector, { groupId, topics }: Consumed): Promise<ReadGroup> {
  const { state, members, committed } = await kafka.group(groupId);
  const read = topics.map((one) => readTopic(kafka, one, committed.get(one.topic) ?? new Map()));
  return { groupId, state, members, topics: await Promise.all(read) };
}

async function readTopic(
  kafka: KafkaInspector,
  { topic, delayMs }: Consumed['topics'][number],
  committed: ReadonlyMap<number, bigint>,
): Promise<ReadGroupTopic> {
  const [found] = await kafka.inspect([topic], []);
  if (!found) return { topic, delayMs, exists: false, partitions: [] };
  const readNow = () => readPartitions(kafka, found, committed);
  // Retention may have passed a place since its log's beginning was read.
  const partitions = await readNow().catch((error: unknown) => {
    if (error instanceof OffsetOutOfRangeError) return readNow();
    throw error;
  });
  return { topic, delayMs, exists: true, partitions };
}

async function readPartitions(
  kafka: KafkaInspector,
  { topic, partitions }: InspectedTopic,
  committed: ReadonlyMap<number, bigint>,
): Promise<ReadPartition[]> {
  const bounds = await kafka.bounds(topic);
  const unfinished: { topic: string; partition: number; offset: bigint }[] = [];
  const read = partitions.map(({ partition }) => {
    const at = committed.get(partition);
    const log = bounds.get(partition);
    if (!log) return { partition, committed: at, end: undefined, lag: undefined };
    const { first, end } = log;
    // A group without an offset, or whose offset retention has passed, reads from the beginning.
    const offset = at === undefined || at < first ? first : at;
    if (end > offset) unfinished.push({ topic, partition, offset });
    return { partition, committed: at, end, lag: end > offset ? end - offset : 0n };
  });
  const oldest = await readTimes(kafka, unfinished);
  return read.map((one) => ({ ...one, oldestMs: oldest.get(one.partition) }));
}

/** How many partitions a first batch is read of at once: each may be as large as a batch can be. */
const TIMES_AT_ONCE = 16;

/** The time of the record at each place, by partition. */
async function readTimes(
  kafka: KafkaInspector,
  places: readonly { readonly topic: string; readonly partition: number; readonly offset: bigint }[],
): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>();
  for (let i = 0; i < places.length; i += TIMES_AT_ONCE) {
    const read = await kafka.read(places.slice(i, i + TIMES_AT_ONCE), { maxBytes: 1, apart: true });
    for (const { partition, records } of read) if (records[0]) times.set(partition, records[0].timestamp);
  }
  return times;
}
