import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { TopicState } from '@hopline/telemetry/metrics/kafka';
import { existingTopics } from './admin.ts';
import type { KafkaCluster } from './cluster.ts';
import { KafkaUnavailableError } from './errors.ts';

/** How often leaders and partition counts are read when nothing asks for it. */
const REFRESH_MS = 10_000;
/** Between two readings that failed. */
const RETRY = { initialMs: 50, maxMs: 1000 };
/** Between two readings that went well: a leader that is wanted again at once has not been elected yet. */
const SETTLE_MS = 50;

/** Who leads each partition of some topics, and how many partitions they have, as far as we know. */
export class TopicLeaders {
  readonly #cluster: Pick<KafkaCluster, 'readMetadata'>;
  readonly #topics: readonly string[];
  readonly #leaders = new Map<string, readonly (number | undefined)[]>();
  readonly #topicIds = new Map<string, string>();
  readonly #closed = new AbortController();
  #reading: Promise<void> | undefined;
  #failures = 0;
  #problem: string | undefined = 'the brokers were not asked yet';
  #readAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(cluster: Pick<KafkaCluster, 'readMetadata'>, topics: readonly string[]) {
    this.#cluster = cluster;
    this.#topics = topics;
  }

  /**
   * The first reading; from then on they are kept fresh.
   * @throws {TopicMissingError | KafkaRefusedError | KafkaUnavailableError}
   */
  async load(): Promise<void> {
    await this.#read().catch((error: unknown) => {
      this.#problem = describeError(error);
      throw error;
    });
    this.#timer ??= setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#closed.abort();
  }

  /** The node id of the leader; undefined while there is none, or the partition is not known. */
  leaderOf(topic: string, partition: number): number | undefined {
    return this.#leaders.get(topic)?.[partition];
  }

  /** @throws {KafkaUnavailableError} before the first reading */
  partitionsOf(topic: string): number {
    const partitions = this.#leaders.get(topic);
    if (partitions) return partitions.length;
    if (!this.#topics.includes(topic)) {
      throw new TypeError(`the publisher was not made for the topic ${topic}`);
    }
    throw new KafkaUnavailableError(`nothing is known of the topic ${topic} yet`, { written: 'no' });
  }

  /** Kafka's id of the topic; undefined before the first reading. */
  topicIdOf(topic: string): string | undefined {
    return this.#topicIds.get(topic);
  }

  /** Each topic of which something is known, by the last reading that went well. */
  states(): TopicState[] {
    return [...this.#leaders].map(([topic, leaders]) => ({
      topic,
      partitions: leaders.length,
      leaderless: leaders.filter((leader) => leader === undefined).length,
    }));
  }

  /** Why the last reading failed, or what is wrong by it. */
  problem(): string | undefined {
    return this.#problem;
  }

  /** When the last reading went well, on the monotonic clock. */
  get readAt(): number {
    return this.#readAt;
  }

  /** Reads again, one reading at a time and not in a hot loop. Does not fail: what is known stays. */
  refresh(): Promise<void> {
    this.#reading ??= this.#readAgain().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAgain(): Promise<void> {
    try {
      await this.#read();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#problem = describeError(error);
    }
    const pause = this.#failures > 0 ? backoffDelay(RETRY, this.#failures) : SETTLE_MS;
    await sleep(pause, this.#closed.signal).catch(() => {});
  }

  async #read(): Promise<void> {
    const metadata = await this.#cluster.readMetadata(this.#topics);
    for (const { topic, topicId, partitions } of metadata.topics) {
      // One that is gone keeps its number of partitions, and the others are still written to.
      if (partitions.length === 0) continue;
      const leaders: (number | undefined)[] = new Array(partitions.length).fill(undefined);
      for (const { partition, leader } of partitions) leaders[partition] = leader;
      this.#leaders.set(topic, leaders);
      this.#topicIds.set(topic, topicId);
    }
    existingTopics(metadata);
    this.#readAt = performance.now();
    this.#problem = this.#leaderless();
  }

  /** Why nothing can be written to a topic though the brokers answer. A part of its partitions is no such reason. */
  #leaderless(): string | undefined {
    for (const [topic, leaders] of this.#leaders) {
      if (leaders.every((leader) => leader === undefined)) return `no partition of ${topic} has a leader`;
    }
    return undefined;
  }
}
