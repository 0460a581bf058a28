// What the settings say that topics and groups should be.
import { migrateSettings } from '@hopline/migrate/config';
import { loadSettings } from '@hopline/runtime/settings';
import { partitionSettings, type TopicSpecification, topicSpecifications } from '@hopline/wire/topic-specs';
import { type GroupNames, groupNames, type TopicNames, topicNames, wireSettings } from '@hopline/wire/topics';

const { REPLICATION_FACTOR, MIN_INSYNC_REPLICAS } = migrateSettings;

export interface Names {
  readonly topics: TopicNames;
  readonly groups: GroupNames;
}

/** The names of all topics and groups. */
export function namesOf(env: NodeJS.ProcessEnv): Names {
  const { TOPIC_PREFIX, RETRY_LADDER } = loadSettings(wireSettings, env);
  return { topics: topicNames(TOPIC_PREFIX, RETRY_LADDER), groups: groupNames(TOPIC_PREFIX) };
}

export interface WantedTopics {
  readonly specs: readonly TopicSpecification[];
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
}

/** Every topic, as the migrate job makes it. */
export function wantedTopics(env: NodeJS.ProcessEnv): WantedTopics {
  const config = loadSettings({ ...partitionSettings, REPLICATION_FACTOR, MIN_INSYNC_REPLICAS }, env);
  const specs = topicSpecifications(namesOf(env).topics, {
    events: config.EVENTS_PARTITIONS,
    deliveries: config.DELIVERIES_PARTITIONS,
    rung: config.RUNG_PARTITIONS,
    dlq: config.DLQ_PARTITIONS,
  });
  return {
    specs,
    replicationFactor: config.REPLICATION_FACTOR,
    minInsyncReplicas: config.MIN_INSYNC_REPLICAS,
  };
}
