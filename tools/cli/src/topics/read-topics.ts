// All topics of an installation as they are.
import type { InspectedTopic, KafkaInspector } from '@hopline/kafka/inspector-port';
import type { TopicSpecification } from '@hopline/wire/topic-specs';
import type { WantedTopics } from '../wanted.ts';
import { COMPARED_SETTINGS, compareTopic, type Difference, replicaProblems } from './compare-topic.ts';

/** What rates are measured over, in milliseconds: as long as a scrape or four. */
const RATE_MS = 60_000;

export interface ReadTopic {
  readonly spec: TopicSpecification;
  /** Undefined when the topic does not exist. */
  readonly found: InspectedTopic | undefined;
  /** What is kept. */
  readonly records: bigint;
  /** Of one copy; undefined when it may not be asked. */
  readonly bytes: number | undefined;
  /** Records a second over the last minute. */
  readonly perSecond: number;
  readonly differences: readonly Difference[];
  readonly replicaProblems: readonly string[];
}

export async function readTopics(
  kafka: KafkaInspector,
  wanted: WantedTopics,
  nowMs: number,
): Promise<ReadTopic[]> {
  const names = wanted.specs.map(({ topic }) => topic);
  const [inspected, bytes] = await Promise.all([
    kafka.inspect(names, COMPARED_SETTINGS),
    // Kafka lets only some ask for it; the rest is of use without.
    kafka.bytesOf(names).catch(() => new Map<string, number>()),
  ]);
  const byName = new Map(inspected.map((topic) => [topic.topic, topic]));
  const read: ReadTopic[] = [];
  for (const spec of wanted.specs) {
    const found = byName.get(spec.topic);
    read.push({
      spec,
      found,
      bytes: bytes.get(spec.topic),
      ...(found ? await readLog(kafka, found, nowMs) : { records: 0n, perSecond: 0 }),
      differences: found ? compareTopic(spec, found, wanted) : [],
      replicaProblems: found ? replicaProblems(found) : [],
    });
  }
  return read;
}

async function readLog(
  kafka: KafkaInspector,
  { topic, partitions }: InspectedTopic,
  nowMs: number,
): Promise<{ records: bigint; perSecond: number }> {
  // A partition that nobody leads would be waited for.
  if (partitions.some(({ leader }) => leader === undefined)) return { records: 0n, perSecond: 0 };
  const [firsts, ends, lately] = await Promise.all([
    kafka.firstOffsets(topic),
    kafka.endOffsets(topic),
    kafka.offsetsSince(topic, nowMs - RATE_MS),
  ]);
  let records = 0n;
  let late = 0n;
  for (const [partition, end] of ends) {
    records += end - (firsts.get(partition) ?? end);
    late += end - (lately.get(partition) ?? end);
  }
  return { records, perSecond: Number(late) / (RATE_MS / 1000) };
}

/** Whether a topic is as the code needs it. */
export function isRight({ found, differences, replicaProblems: problems }: ReadTopic): boolean {
  return (
    found !== undefined && problems.length === 0 && differences.every(({ weight }) => weight === 'other')
  );
}
