// How far the consumer groups are behind.
import type { GroupNames, TopicNames } from '@hopline/wire/topics';
import type { InspectedGroup, KafkaInspector } from './inspector-port.ts';

interface Names {
  readonly topics: TopicNames;
  readonly groups: GroupNames;
}

export interface ReadPartition {
  readonly partition: number;
  /** The offset of the next record to be read; undefined when nothing was committed yet. */
  readonly committed: bigint | undefined;
  readonly end: bigint;
  readonly lag: bigint;
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
  const [firsts, ends] = await Promise.all([kafka.firstOffsets(topic), kafka.endOffsets(topic)]);
  const places = [...ends]
    .sort(([a], [b]) => a - b)
    .map(([partition, end]) => {
      const first = firsts.get(partition) ?? 0n;
      const at = committed.get(partition);
      // A group without an offset, or whose offset retention has passed, reads from the beginning.
      const from = at === undefined || at < first ? first : at;
      return { partition, committed: at, end, from, lag: end > from ? end - from : 0n };
    });
  const oldest = await readTimes(
    kafka,
    topic,
    places.filter(({ lag }) => lag > 0n),
  );
  return {
    ...{ topic, delayMs, exists: true },
    partitions: places.map(({ from: _, ...place }) => ({ ...place, oldestMs: oldest.get(place.partition) })),
  };
}

/** The time of the record at each place. */
async function readTimes(
  kafka: KafkaInspector,
  topic: string,
  places: readonly { readonly partition: number; readonly from: bigint }[],
): Promise<ReadonlyMap<number, number>> {
  if (places.length === 0) return new Map();
  const from = places.map(({ partition, from: offset }) => ({ topic, partition, offset }));
  const read = await kafka.read(from, { maxBytes: 1 });
  return new Map(
    read.flatMap(({ partition, records: [record] }) => (record ? [[partition, record.timestamp]] : [])),
  );
}
