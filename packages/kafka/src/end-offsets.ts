import { backoffDelay } from '@hopline/runtime/backoff';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import type { KafkaCluster } from './cluster.ts';
import { errorName, NO_ERROR, produceVerdict } from './error-codes.ts';
import { KafkaRefusedError, KafkaUnavailableError } from './errors.ts';
import { endOffsetsExchange, type LogEnd } from './list-offsets-exchange.ts';
import type { TopicMetadata } from './metadata-exchange.ts';

/** How long the partitions of a new topic, or of a broker that died, may take to get a leader. */
const LEADER_TIMEOUT_MS = 10_000;
/** For whoever does not wait for leaders: how long one that moves, or does not answer, is asked again. */
const LED_TIMEOUT_MS = 1500;
const POLL = { initialMs: 50, maxMs: 500 };

/**
 * An end of each partition's log, one request to each leader; when a partition is led by nobody, by another broker than
 * was said or by one that does not answer, all are asked again.
 * @param readMetadata reads the topic's partitions; asked again before every try
 * @throws {KafkaRefusedError} when the broker refuses a partition
 * @throws {KafkaUnavailableError} also when no leader of a partition has answered for 10 s
 */
export async function readEndOffsets(
  cluster: Pick<KafkaCluster, 'sendTo'>,
  readMetadata: () => Promise<TopicMetadata>,
  end: LogEnd,
): Promise<Map<number, bigint>> {
  const deadline = AbortSignal.timeout(LEADER_TIMEOUT_MS);
  for (let tries = 1; ; tries++) {
    const metadata = await readMetadata();
    const { ends, moved, cause } = await askLeaders(cluster, metadata, end);
    const [first] = moved;
    if (first === undefined) return ends;
    if (deadline.aborted) {
      throw new KafkaUnavailableError(`the leader of ${metadata.topic}/${first} does not answer`, {
        written: 'no',
        cause,
      });
    }
    await sleep(backoffDelay(POLL, tries));
  }
}

/**
 * As readEndOffsets, but undefined of a partition that nobody leads, and of one whose leader does not answer soon.
 * @throws {KafkaRefusedError} when the broker refuses a partition
 */
export async function readLedOffsets(
  cluster: Pick<KafkaCluster, 'sendTo'>,
  readMetadata: () => Promise<TopicMetadata>,
  end: LogEnd,
): Promise<Map<number, bigint | undefined>> {
  const deadline = AbortSignal.timeout(LED_TIMEOUT_MS);
  const known = new Map<number, bigint>();
  for (let tries = 1; ; tries++) {
    const metadata = await readMetadata();
    const partitions = metadata.partitions.filter(
      ({ partition, leader }) => leader !== undefined && !known.has(partition),
    );
    const { ends, moved } = await askLeaders(cluster, { ...metadata, partitions }, end, deadline);
    for (const [partition, offset] of ends) known.set(partition, offset);
    if (moved.length === 0 || deadline.aborted)
      return new Map(metadata.partitions.map(({ partition }) => [partition, known.get(partition)]));
    await sleep(backoffDelay(POLL, tries));
  }
}

async function askLeaders(
  cluster: Pick<KafkaCluster, 'sendTo'>,
  { topic, partitions }: TopicMetadata,
  end: LogEnd,
  deadline?: AbortSignal,
): Promise<{ ends: Map<number, bigint>; moved: number[]; cause: unknown }> {
  const byLeader = new Map<number, number[]>();
  const moved: number[] = [];
  for (const { partition, leader } of partitions) {
    const led = leader === undefined ? moved : byLeader.get(leader);
    if (led) led.push(partition);
    else if (leader !== undefined) byLeader.set(leader, [partition]);
  }
  let cause: unknown;
  const answers = await Promise.all(
    [...byLeader].map(async ([leader, led]) => {
      try {
        const answer = cluster.sendTo(leader, endOffsetsExchange(topic, led, end));
        return await (deadline ? raceSignal(answer, deadline) : answer);
      } catch (error) {
        // A broker that has died is still said to lead, for a while.
        cause = error;
        moved.push(...led);
        return [];
      }
    }),
  );
  const ends = new Map<number, bigint>();
  for (const { partition, errorCode, offset } of answers.flat()) {
    if (errorCode === NO_ERROR) ends.set(partition, offset);
    else if (produceVerdict(errorCode) === 'moved') moved.push(partition);
    else
      throw new KafkaRefusedError(`${topic}/${partition}: its end cannot be read: ${errorName(errorCode)}`);
  }
  return { ends, moved, cause };
}
