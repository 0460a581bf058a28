// All topics of an installation as they are, beside what is wanted of them.
import type { InspectedTopic, KafkaInspector } from '@hopline/kafka/inspector-port';
import { bytesOf, type ReadTopic, readTopics, recordsOf } from '@hopline/kafka/read-topics';
import { replicaProblems } from '@hopline/kafka/topic-copies';
import type { TopicSpecification } from '@hopline/wire/topic-specs';
import type { WantedTopics } from '../wanted.ts';
import { COMPARED_SETTINGS, compareTopic, type Difference } from './compare-topic.ts';

/** What rates are measured over, in milliseconds: as long as a scrape or four. */
const RATE_MS = 60_000;

export interface WantedTopic {
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

export async function readWantedTopics(
  kafka: KafkaInspector,
  wanted: WantedTopics,
  nowMs: number,
): Promise<WantedTopic[]> {
  const { specs } = wanted;
  const read = await readTopics(
    kafka,
    specs.map(({ topic }) => topic),
    COMPARED_SETTINGS,
  );
  return await Promise.all(
    specs.map(async (spec, i) => {
      const { found, partitions } = read[i] ?? { found: undefined, partitions: [] };
      return {
        ...{ spec, found, records: recordsOf(partitions) },
        bytes: found && bytesOf(partitions),
        perSecond: await rateOf(kafka, spec.topic, partitions, nowMs),
        differences: found ? compareTopic(spec, found, wanted) : [],
        replicaProblems: found ? replicaProblems(found) : [],
      };
    }),
  );
}

async function rateOf(
  kafka: KafkaInspector,
  topic: string,
  partitions: ReadTopic['partitions'],
  nowMs: number,
): Promise<number> {
  if (partitions.length === 0 || partitions.some(({ end }) => end === undefined)) return 0;
  const lately = await kafka.offsetsSince(topic, nowMs - RATE_MS);
  const records = partitions.reduce(
    // What has come since the ends were read does not count.
    (sum, { partition, end = 0n }) => sum + Math.max(0, Number(end - (lately.get(partition) ?? end))),
    0,
  );
  return records / (RATE_MS / 1000);
}

/** Whether a topic is as the code needs it. */
export function isRight({ found, differences, replicaProblems: problems }: WantedTopic): boolean {
  return (
    found !== undefined && problems.length === 0 && differences.every(({ weight }) => weight === 'other')
  );
}
