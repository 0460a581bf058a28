import { backoffDelay } from '@hopline/runtime/backoff';
import { sleep } from '@hopline/runtime/wait';
import type { KafkaCluster } from './cluster.ts';
import { createTopicsExchange, type NewTopic } from './create-topics-exchange.ts';
import { describeConfigsExchange, type TopicConfigs } from './describe-configs-exchange.ts';
import { errorName, NO_ERROR, TOPIC_ALREADY_EXISTS, UNKNOWN_TOPIC_OR_PARTITION } from './error-codes.ts';
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
 * may do the same at the same time: the broker makes a topic once and tells the other that it exists. One that was
 * being deleted may be seen at first and be gone when its settings are read: it is made then.
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
  const made = new Set<string>();
  const deadline = AbortSignal.timeout(LEADER_TIMEOUT_MS);
  for (let tries = 1; ; tries++) {
    const { topics } = await cluster.readMetadata(names);
    const waiting = topics.filter((topic) => !canBeWritten(topic));
    if (waiting.length === 0) {
      const configs = await readConfigs(cluster, names, { mayBeGone: !deadline.aborted });
      if (configs !== 'gone') {
        const problems = topicProblems(specs, topics, configs, options);
        if (problems.length > 0) throw new TopicMismatchError(problems.join('; '));
        return [...made];
      }
    } else if (deadline.aborted) {
      throw new KafkaUnavailableError(
        `topics have no leader after ${LEADER_TIMEOUT_MS / 1000} s: ${waiting.map((t) => t.topic).join(', ')}`,
        { written: 'no' },
      );
    }
    const unknown = new Set(waiting.filter((topic) => topic.errorCode !== NO_ERROR).map((t) => t.topic));
    const missing = specs.filter((spec) => unknown.has(spec.topic) && !made.has(spec.topic));
    if (missing.length > 0) {
      for (const topic of await createTopics(cluster, missing, options)) made.add(topic);
    }
    await sleep(backoffDelay(POLL, tries));
  }
}

async function readConfigs(
  cluster: KafkaCluster,
  names: readonly string[],
  { mayBeGone }: { mayBeGone: boolean },
): Promise<TopicConfigs | 'gone'> {
  const exchange = describeConfigsExchange(names, CHECKED_CONFIGS);
  const described = await cluster.sendToAny(exchange, DESCRIBE_TIMEOUT_MS);
  const refused = described.flatMap((topic) => ('reason' in topic ? [topic] : []));
  const isGone = refused.some(({ errorCode }) => errorCode === UNKNOWN_TOPIC_OR_PARTITION);
  if (isGone && mayBeGone) return 'gone';
  if (refused.length > 0) {
    const reasons = refused.map(({ topic, reason }) => `${topic}: ${reason}`);
    throw new KafkaRefusedError(`the settings of topics cannot be read: ${reasons.join('; ')}`);
  }
  return new Map(described.flatMap((topic) => ('configs' in topic ? [[topic.topic, topic.configs]] : [])));
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

function canBeWritten(topic: TopicMetadata): boolean {
  return topic.errorCode === NO_ERROR && topic.partitions.every((p) => p.leader !== undefined);
}
