import { backoffDelay } from '@hopline/runtime/backoff';
import { sleep } from '@hopline/runtime/wait';
import type { KafkaCluster } from './cluster.ts';
import { createTopicsExchange, type NewTopic } from './create-topics-exchange.ts';
import { describeConfigsExchange } from './describe-configs-exchange.ts';
import { errorName, NO_ERROR, TOPIC_ALREADY_EXISTS } from './error-codes.ts';
import { KafkaRefusedError, KafkaUnavailableError, TopicMismatchError } from './errors.ts';
import { preparedKafkajs } from './kafkajs-client.ts';
import type { TopicMetadata } from './metadata-exchange.ts';
import type { TopicSpec } from './port.ts';
import { CHECKED_CONFIGS, topicProblems } from './topic-check.ts';

const CREATE_TIMEOUT_MS = 20_000;
const DESCRIBE_TIMEOUT_MS = 10_000;
/** How long new topics may take to get a leader for every partition. */
const LEADER_TIMEOUT_MS = 30_000;
const POLL = { initialMs: 50, maxMs: 500 };

/**
 * Makes the topics that are missing, in one request, and waits until all of them can be written to. Another process
 * may do the same at the same time: the broker makes a topic once and tells the other that it exists.
 * @returns the topics that this call made
 * @throws {TopicMismatchError} when an existing topic breaks a promise, see topic-check.ts
 * @throws {KafkaRefusedError} when the broker refuses one, such as for want of brokers
 */
export async function provisionTopics(
  cluster: KafkaCluster,
  specs: readonly TopicSpec[],
  options: { replicationFactor: number; minInsyncReplicas: number },
): Promise<string[]> {
  const names = specs.map((spec) => spec.topic);
  const { topics } = await cluster.readMetadata(names);
  const existing = new Set(topics.filter((topic) => topic.errorCode === NO_ERROR).map((t) => t.topic));
  const missing = specs.filter((spec) => !existing.has(spec.topic));
  const made = missing.length > 0 ? await createTopics(cluster, missing, options) : [];
  const ready = await waitForLeaders(cluster, names);
  const configs = await cluster.sendToAny(
    describeConfigsExchange(names, CHECKED_CONFIGS),
    DESCRIBE_TIMEOUT_MS,
  );
  const problems = topicProblems(specs, ready, configs, options);
  if (problems.length > 0) throw new TopicMismatchError(problems.join('; '));
  return made;
}

async function createTopics(
  cluster: KafkaCluster,
  specs: readonly TopicSpec[],
  options: { replicationFactor: number; minInsyncReplicas: number },
): Promise<string[]> {
  const newTopics: NewTopic[] = specs.map(({ topic, partitions, config }) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: options.replicationFactor,
    configEntries: Object.entries({
      'min.insync.replicas': String(options.minInsyncReplicas),
      ...config,
    }).map(([name, value]) => ({ name, value })),
  }));
  const exchange = createTopicsExchange(newTopics, CREATE_TIMEOUT_MS, preparedKafkajs());
  const results = await cluster.sendToAny(exchange, CREATE_TIMEOUT_MS);
  const refused = results.filter((r) => r.errorCode !== NO_ERROR && r.errorCode !== TOPIC_ALREADY_EXISTS);
  if (refused.length > 0) {
    const reasons = refused.map((r) => `${r.topic}: ${r.errorMessage ?? errorName(r.errorCode)}`);
    throw new KafkaRefusedError(`topics could not be made: ${reasons.join('; ')}`);
  }
  return results.filter((r) => r.errorCode === NO_ERROR).map((r) => r.topic);
}

async function waitForLeaders(
  cluster: KafkaCluster,
  names: readonly string[],
): Promise<readonly TopicMetadata[]> {
  const deadline = AbortSignal.timeout(LEADER_TIMEOUT_MS);
  for (let tries = 1; ; tries++) {
    const { topics } = await cluster.readMetadata(names);
    const waiting = topics.filter((topic) => !canBeWritten(topic));
    if (waiting.length === 0) return topics;
    if (deadline.aborted) {
      throw new KafkaUnavailableError(
        `topics have no leader after ${LEADER_TIMEOUT_MS / 1000} s: ${waiting.map((t) => t.topic).join(', ')}`,
        { written: 'no' },
      );
    }
    await sleep(backoffDelay(POLL, tries));
  }
}

function canBeWritten(topic: TopicMetadata): boolean {
  return topic.errorCode === NO_ERROR && topic.partitions.every((p) => p.leader !== undefined);
}
