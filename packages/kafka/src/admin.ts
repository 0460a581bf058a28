import { KafkaCluster } from './cluster.ts';
import { readEndOffsets } from './end-offsets.ts';
import { errorName, NO_ERROR, UNKNOWN_TOPIC_OR_PARTITION } from './error-codes.ts';
import { KafkaRefusedError, TopicMissingError } from './errors.ts';
import type { KafkaConnectionOptions } from './kafkajs-client.ts';
import type { LogEnd } from './list-offsets-exchange.ts';
import type { KafkaLog } from './log.ts';
import type { ClusterMetadata, TopicMetadata } from './metadata-exchange.ts';
import type { KafkaAdmin, TopicDescription } from './port.ts';
import { provisionTopics } from './provisioning.ts';

// Making many topics on a small machine takes seconds.
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Connects for administration.
 * @throws {KafkaUnavailableError} when no broker answers
 */
export async function createAdmin(options: KafkaConnectionOptions, log: KafkaLog): Promise<KafkaAdmin> {
  return administration(await connectCluster(options, log));
}

/**
 * A connection that requests of administration can take their time on.
 * @throws {KafkaUnavailableError} when no broker answers
 */
export async function connectCluster(options: KafkaConnectionOptions, log: KafkaLog): Promise<KafkaCluster> {
  const cluster = new KafkaCluster(options, log, REQUEST_TIMEOUT_MS);
  try {
    await cluster.readMetadata([]);
    return cluster;
  } catch (error) {
    cluster.close();
    throw error;
  }
}

/** Administration over a cluster; its `close` closes the cluster. */
export function administration(cluster: KafkaCluster): KafkaAdmin {
  const close = async () => cluster.close();
  const readOffsets = (topic: string, end: LogEnd) =>
    readEndOffsets(
      cluster,
      async () => {
        const [metadata] = existingTopics(await cluster.readMetadata([topic]));
        if (!metadata) throw new TopicMissingError([topic]);
        return metadata;
      },
      end,
    );
  return {
    provision: (topics, provisioning) => provisionTopics(cluster, topics, provisioning),
    describe: async (topics) => existingTopics(await cluster.readMetadata(topics)).map(description),
    endOffsets: (topic) => readOffsets(topic, 'next'),
    firstOffsets: (topic) => readOffsets(topic, 'first'),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/**
 * The topics that were asked for.
 * @throws {TopicMissingError} naming every one that does not exist
 * @throws {KafkaRefusedError} for one that may not be seen
 */
export function existingTopics({ topics }: ClusterMetadata): readonly TopicMetadata[] {
  const missing = topics.filter((topic) => topic.errorCode === UNKNOWN_TOPIC_OR_PARTITION);
  if (missing.length > 0) throw new TopicMissingError(missing.map((topic) => topic.topic).sort());
  const refused = topics.filter((topic) => topic.errorCode !== NO_ERROR);
  if (refused.length > 0) {
    const reasons = refused.map(({ topic, errorCode }) => `${topic}: ${errorName(errorCode)}`);
    throw new KafkaRefusedError(`topics cannot be read: ${reasons.join('; ')}`);
  }
  return topics;
}

function description({ topic, topicId, partitions }: TopicMetadata): TopicDescription {
  return {
    topic,
    topicId,
    partitions: partitions.length,
    replicationFactor: Math.min(...partitions.map((p) => p.replicas.length)),
  };
}
