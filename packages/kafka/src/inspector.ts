import { backoffDelay } from '@hopline/runtime/backoff';
import { sleep } from '@hopline/runtime/wait';
import { administration, connectCluster } from './admin.ts';
import type { KafkaCluster } from './cluster.ts';
import { describeConfigsExchange } from './describe-configs-exchange.ts';
import { readEndOffsets, readLedOffsets } from './end-offsets.ts';
import {
  errorName,
  NO_ERROR,
  OFFSET_OUT_OF_RANGE,
  produceVerdict,
  UNKNOWN_TOPIC_OR_PARTITION,
} from './error-codes.ts';
import {
  KafkaRefusedError,
  KafkaUnavailableError,
  OffsetOutOfRangeError,
  TopicMissingError,
} from './errors.ts';
import { type FetchedPartition, fetchExchange } from './fetch-exchange.ts';
import { describeGroupExchange, fetchOffsetsExchange, findCoordinatorExchange } from './group-exchanges.ts';
import type {
  InspectedGroup,
  InspectedTopic,
  KafkaInspector,
  LogBounds,
  ReadFrom,
  ReadRecords,
} from './inspector-port.ts';
import type { KafkaConnectionOptions } from './kafkajs-client.ts';
import type { KafkaLog } from './log.ts';
import type { TopicMetadata } from './metadata-exchange.ts';
import { readBatches } from './read-batches.ts';
import { alterTopicsExchange, deleteRecordsExchange, logSizesExchange } from './topic-exchanges.ts';

const DEFAULT_MAX_BYTES = 1024 * 1024;
/** How long a partition may be without a leader, or a group without a coordinator, before that is an error. */
const PATIENCE_MS = 10_000;
const POLL = { initialMs: 50, maxMs: 500 };

/**
 * Connects to look into topics and groups.
 * @throws {KafkaUnavailableError} when no broker answers
 */
export async function createInspector(
  options: KafkaConnectionOptions,
  log: KafkaLog,
): Promise<KafkaInspector> {
  const cluster = await connectCluster(options, log);
  const admin = administration(cluster);
  return {
    ...admin,
    brokers: async () => (await cluster.readMetadata([])).brokers,
    inspect: (topics, settings) => inspect(cluster, topics, settings),
    sizesOf: (topics) => sizesOf(cluster, topics),
    async offsetsSince(topic, sinceMs, wanted) {
      const readMetadata = async () => {
        const metadata = await metadataOf(cluster, topic);
        if (!wanted) return metadata;
        const partitions = metadata.partitions.filter(({ partition }) => wanted.has(partition));
        return { ...metadata, partitions };
      };
      const offsets = await readEndOffsets(cluster, readMetadata, { sinceMs });
      return new Map([...offsets].filter(([, offset]) => offset >= 0n));
    },
    bounds: (topic) => bounds(cluster, topic),
    group: (groupId) => group(cluster, groupId),
    read: (from, { maxBytes = DEFAULT_MAX_BYTES, maxWaitMs = 0, apart = false } = {}) =>
      read(cluster, from, { maxBytes, maxWaitMs, apart }),
    async alter(changes) {
      const answers = await cluster.sendToAny(alterTopicsExchange(changes), PATIENCE_MS);
      const refused = answers.filter(({ errorCode }) => errorCode !== NO_ERROR);
      if (refused.length === 0) return;
      const reasons = refused.map(
        ({ topic, message, errorCode }) => `${topic}: ${message || errorName(errorCode)}`,
      );
      throw new KafkaRefusedError(`topics cannot be altered: ${reasons.join('; ')}`);
    },
    deleteBefore: (topic, offsets) => deleteBefore(cluster, topic, offsets),
  };
}

async function metadataOf(cluster: KafkaCluster, topic: string): Promise<TopicMetadata> {
  const [metadata] = existing((await cluster.readMetadata([topic])).topics);
  if (!metadata) throw new TopicMissingError([topic]);
  return metadata;
}

/** @throws {KafkaRefusedError} for one that may not be seen */
function existing(topics: readonly TopicMetadata[]): TopicMetadata[] {
  return topics.filter(({ topic, errorCode }) => {
    if (errorCode === UNKNOWN_TOPIC_OR_PARTITION) return false;
    // Without a leader a topic is there all the same; its partitions say so.
    if (errorCode !== NO_ERROR && produceVerdict(errorCode) !== 'moved') {
      throw new KafkaRefusedError(`${topic} cannot be read: ${errorName(errorCode)}`);
    }
    return true;
  });
}

async function inspect(
  cluster: KafkaCluster,
  names: readonly string[],
  settings: readonly string[],
): Promise<InspectedTopic[]> {
  const topics = existing((await cluster.readMetadata(names)).topics);
  if (topics.length === 0) return [];
  const exchange = describeConfigsExchange(
    topics.map(({ topic }) => topic),
    settings,
  );
  const described = await cluster.sendToAny(exchange, PATIENCE_MS);
  const configs = new Map(
    described.map((one) => {
      if ('reason' in one) throw new KafkaRefusedError(`the settings of ${one.topic}: ${one.reason}`);
      return [one.topic, one.configs];
    }),
  );
  return topics.map(({ topic, partitions }) => ({
    topic,
    partitions: [...partitions].sort((a, b) => a.partition - b.partition),
    config: configs.get(topic) ?? new Map(),
  }));
}

async function sizesOf(
  cluster: KafkaCluster,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const topics = existing((await cluster.readMetadata(names)).topics);
  const led = topics.flatMap(({ topic, partitions }) =>
    partitions.flatMap(({ partition, leader }) =>
      leader === undefined ? [] : [{ topic, partition, leader }],
    ),
  );
  const sizes = await Promise.all(
    [...Map.groupBy(led, ({ leader }) => leader)].map(([leader, ofLeader]) => {
      const byTopic = Map.groupBy(ofLeader, ({ topic }) => topic);
      const asked = [...byTopic].map(([topic, of]) => ({
        topic,
        partitions: of.map((one) => one.partition),
      }));
      return cluster.sendTo(leader, logSizesExchange(asked));
    }),
  );
  const byTopic = new Map(topics.map(({ topic }) => [topic, new Map<number, number>()]));
  for (const { topic, partition, bytes } of sizes.flat()) byTopic.get(topic)?.set(partition, bytes);
  return byTopic;
}

async function bounds(
  cluster: KafkaCluster,
  topic: string,
): Promise<ReadonlyMap<number, LogBounds | undefined>> {
  const readMetadata = () => metadataOf(cluster, topic);
  const [firsts, ends] = await Promise.all([
    readLedOffsets(cluster, readMetadata, 'first'),
    readLedOffsets(cluster, readMetadata, 'next'),
  ]);
  return new Map(
    [...ends].map(([partition, end]) => {
      const first = firsts.get(partition);
      return [partition, first === undefined || end === undefined ? undefined : { first, end }];
    }),
  );
}

async function group(cluster: KafkaCluster, groupId: string): Promise<InspectedGroup> {
  return await untilItPasses(`the group ${groupId}`, async () => {
    const { errorCode, nodeId } = await cluster.sendToAny(findCoordinatorExchange(groupId), PATIENCE_MS);
    checkGroup(errorCode, groupId);
    await cluster.readMetadata([]);
    const described = await cluster.sendTo(nodeId, describeGroupExchange(groupId));
    checkGroup(described.errorCode, groupId);
    const offsets = await cluster.sendTo(nodeId, fetchOffsetsExchange(groupId));
    checkGroup(offsets.errorCode, groupId);
    const { state, members } = described;
    return { groupId, state, members, committed: offsets.committed };
  });
}

/** A coordinator that is just coming up, or has moved, is asked again. */
const PASSING = new Set([14, 15, 16]);

function checkGroup(code: number, groupId: string): void {
  if (code === NO_ERROR) return;
  if (PASSING.has(code)) throw new PassingError(errorName(code));
  throw new KafkaRefusedError(`the group ${groupId} cannot be read: ${errorName(code)}`);
}

interface ReadLimits {
  readonly maxBytes: number;
  readonly maxWaitMs: number;
  readonly apart: boolean;
}

async function read(
  cluster: KafkaCluster,
  from: readonly ReadFrom[],
  limits: ReadLimits,
): Promise<ReadRecords[]> {
  const wanted = new Map(from.map((one) => [`${one.topic}/${one.partition}`, one]));
  const answers: ReadRecords[] = [];
  await untilItPasses('the leaders of partitions', async () => {
    const left = [...wanted.values()];
    const fetched = await fetchFromLeaders(cluster, left, limits);
    for (const one of fetched) {
      const place = `${one.topic}/${one.partition}`;
      const position = wanted.get(place);
      if (!position || produceVerdict(one.errorCode) === 'moved') continue;
      if (one.errorCode !== NO_ERROR) {
        const problem = `${place} at ${position.offset}: ${errorName(one.errorCode)}`;
        throw one.errorCode === OFFSET_OUT_OF_RANGE
          ? new OffsetOutOfRangeError(problem)
          : new KafkaRefusedError(problem);
      }
      answers.push(answerOf(position, one));
      wanted.delete(place);
    }
    if (wanted.size > 0) throw new PassingError([...wanted.keys()].join(', '));
  });
  return answers;
}

function answerOf({ offset }: ReadFrom, { topic, partition, end, batches }: FetchedPartition): ReadRecords {
  const { records, next = offset } = readBatches({ topic, partition }, batches);
  // A batch comes whole, also what stands in it before the offset.
  return { topic, partition, records: records.filter((one) => one.offset >= offset), next, end };
}

async function fetchFromLeaders(
  cluster: KafkaCluster,
  from: readonly ReadFrom[],
  { apart, ...limits }: ReadLimits,
): Promise<FetchedPartition[]> {
  const { topics } = await cluster.readMetadata([...new Set(from.map(({ topic }) => topic))]);
  const leaders = new Map(
    existing(topics).flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, leader }) => [`${topic}/${partition}`, leader] as const),
    ),
  );
  const missing = from.find(({ topic, partition }) => !leaders.has(`${topic}/${partition}`));
  if (missing) throw new TopicMissingError([`${missing.topic}/${missing.partition}`]);
  const byLeader = Map.groupBy(from, ({ topic, partition }) => leaders.get(`${topic}/${partition}`));
  const fetched = await Promise.all(
    [...byLeader].flatMap(([leader, positions]) => {
      if (leader === undefined) return [];
      const fetches = apart ? positions.map((one) => [one]) : [positions];
      return fetches.map((together) => cluster.sendTo(leader, fetchExchange(together, limits)));
    }),
  );
  return fetched.flat();
}

async function deleteBefore(
  cluster: KafkaCluster,
  topic: string,
  offsets: ReadonlyMap<number, bigint>,
): Promise<void> {
  const { partitions } = await metadataOf(cluster, topic);
  const byLeader = Map.groupBy(
    partitions.filter(({ partition }) => offsets.has(partition)),
    ({ leader }) => leader,
  );
  for (const [leader, led] of byLeader) {
    if (leader === undefined) {
      throw new KafkaUnavailableError(`a partition of ${topic} has no leader`, { written: 'no' });
    }
    const before = new Map(led.map(({ partition }) => [partition, offsets.get(partition) ?? 0n]));
    const answers = await cluster.sendTo(leader, deleteRecordsExchange(topic, before));
    const refused = answers.find(({ errorCode }) => errorCode !== NO_ERROR);
    if (refused) {
      const { partition, errorCode } = refused;
      throw new KafkaRefusedError(`${topic}/${partition} cannot be cut: ${errorName(errorCode)}`);
    }
  }
}

/** What another try may better. */
class PassingError extends Error {}

/** Repeats a step for as long as it throws a PassingError. */
async function untilItPasses<T>(what: string, step: () => Promise<T>): Promise<T> {
  const giveUp = AbortSignal.timeout(PATIENCE_MS);
  for (let tries = 1; ; tries += 1) {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      if (giveUp.aborted) {
        throw new KafkaUnavailableError(`${what} cannot be asked: ${error.message}`, { written: 'no' });
      }
      await sleep(backoffDelay(POLL, tries));
    }
  }
}
