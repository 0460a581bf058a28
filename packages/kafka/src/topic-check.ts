// Whether a topic that exists keeps what was promised. Retention and sizes are the operator's to choose; these are not:
// the number of partitions (a key would move), the copies (a 202 is a durable promise), the clock of a rung. Pure.
import type { TopicConfigs } from './describe-configs-exchange.ts';
import type { TopicMetadata } from './metadata-exchange.ts';
import type { TopicSpec } from './port.ts';

const MIN_INSYNC = 'min.insync.replicas';
const TIMESTAMP_TYPE = 'message.timestamp.type';

/** The settings that the check looks at. */
export const CHECKED_CONFIGS: readonly string[] = [MIN_INSYNC, TIMESTAMP_TYPE];

/** What is wrong with the topics, a sentence each; empty when all is well. */
export function topicProblems(
  specs: readonly TopicSpec[],
  topics: readonly TopicMetadata[],
  configs: TopicConfigs,
  wanted: { replicationFactor: number; minInsyncReplicas: number },
): string[] {
  const found = new Map(topics.map((topic) => [topic.topic, topic.partitions]));
  return specs.flatMap(({ topic, partitions, config }) => {
    const actual = found.get(topic) ?? [];
    const copies = Math.min(...actual.map(({ replicas }) => replicas.length));
    const minInsync = Number(configs.get(topic)?.get(MIN_INSYNC) ?? 1);
    const clock = configs.get(topic)?.get(TIMESTAMP_TYPE);
    const wantedClock = config[TIMESTAMP_TYPE];
    return [
      actual.length === partitions
        ? []
        : `${topic} has ${actual.length} partitions, not ${partitions}: the partition of a key would change, so a topic is never resized in place`,
      copies >= wanted.replicationFactor
        ? []
        : `${topic} has ${copies} copies, not ${wanted.replicationFactor}: reassign its partitions, or set REPLICATION_FACTOR`,
      minInsync >= wanted.minInsyncReplicas
        ? []
        : `${topic} has ${MIN_INSYNC}=${minInsync}, not ${wanted.minInsyncReplicas}: alter the topic, or set MIN_INSYNC_REPLICAS`,
      wantedClock === undefined || clock === wantedClock
        ? []
        : `${topic} has ${TIMESTAMP_TYPE}=${clock}, not ${wantedClock}: alter the topic`,
    ].flat();
  });
}
