import { describeError } from '@hopline/runtime/errors';
import { raceSignal } from '@hopline/runtime/wait';
import type { KafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { KafkaCluster } from './cluster.ts';
import { KafkaUnavailableError } from './errors.ts';
import type { FillChange, Load } from './fill-watch.ts';
import { type KafkaConnectionOptions, refuseIdempotence } from './kafkajs-client.ts';
import { sendToLeader } from './kafkajs-producer.ts';
import type { KafkaLog } from './log.ts';
import { type BatcherLimits, MicroBatcher, type PartitionOutcome } from './micro-batcher.ts';
import type { Ack, OutgoingRecord, Publisher, PublishOptions } from './port.ts';
import type { PartitionRecords } from './produce-exchange.ts';
import { PublishTrouble } from './publish-trouble.ts';
import { TopicLeaders } from './topic-leaders.ts';

export interface PublisherOptions extends KafkaConnectionOptions, Partial<BatcherLimits> {
  /** The topics that it may publish to. They must exist when it starts. */
  readonly topics: readonly string[];
  /** For how long nothing may be written before its health says so, in milliseconds; as long as a record waits by default. */
  readonly patienceMs?: number;
  /** Refused when true: see refuseIdempotence. */
  readonly idempotent?: boolean;
}

const DEFAULT_TIMEOUT_MS = 5000;
/** The batcher's limits where a publisher was not given others. */
const DEFAULT_LIMITS: BatcherLimits = {
  batchRecords: 500,
  batchBytes: 512 * 1024,
  gatherMs: 0,
  bufferRecords: 10_000,
  bufferBytes: 32 * 1024 * 1024,
};

/**
 * A publisher over kafkajs.
 * @throws {KafkaSetupError} when it should be idempotent, or another version of kafkajs is installed
 */
export function createKafkajsPublisher(options: PublisherOptions, log: KafkaLog): Publisher {
  refuseIdempotence(options);
  return new KafkajsPublisher(options, log);
}

class KafkajsPublisher implements Publisher {
  readonly name = 'kafka publisher';
  readonly #cluster: KafkaCluster;
  readonly #leaders: TopicLeaders;
  readonly #batcher: MicroBatcher;
  readonly #limits: BatcherLimits;
  readonly #log: KafkaLog;
  readonly #metrics: KafkaMetrics | undefined;
  readonly #stop = new AbortController();
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  readonly #trouble: PublishTrouble;

  constructor(options: PublisherOptions, log: KafkaLog) {
    this.#log = log;
    this.#metrics = options.metrics;
    this.#trouble = new PublishTrouble(options.patienceMs ?? DEFAULT_TIMEOUT_MS);
    this.#limits = {
      batchRecords: options.batchRecords ?? DEFAULT_LIMITS.batchRecords,
      batchBytes: options.batchBytes ?? DEFAULT_LIMITS.batchBytes,
      gatherMs: options.gatherMs ?? DEFAULT_LIMITS.gatherMs,
      bufferRecords: options.bufferRecords ?? DEFAULT_LIMITS.bufferRecords,
      bufferBytes: options.bufferBytes ?? DEFAULT_LIMITS.bufferBytes,
    };
    this.#cluster = new KafkaCluster(options, log);
    this.#leaders = new TopicLeaders(this.#cluster, options.topics);
    this.#metrics?.addTopics(() => this.#leaders.states());
    this.#batcher = new MicroBatcher(
      {
        leaderOf: (topic, partition) => this.#leaders.leaderOf(topic, partition),
        send: (leader, partitions) => this.#send(leader, partitions),
        refreshLeaders: () => this.#leaders.refresh(),
      },
      this.#limits,
      (change, load) => this.#noteFill(change, load),
    );
  }

  /** @throws {TopicMissingError | KafkaRefusedError | KafkaUnavailableError} */
  start(): Promise<void> {
    this.#started ??= raceSignal(this.#leaders.load(), this.#stop.signal).catch((error: unknown) => {
      // It may be called again: an API process waits for Kafka rather than end.
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  stop(deadline: AbortSignal): Promise<void> {
    this.#stopped ??= this.#shutDown(deadline);
    return this.#stopped;
  }

  publish(record: OutgoingRecord, options?: PublishOptions): Promise<Ack> {
    // Not async: it is called for every event, and the batcher's promise needs no other around it.
    try {
      this.#check(record);
      return this.#batcher.addOne(record, options?.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async publishAll(records: readonly OutgoingRecord[], options: PublishOptions = {}): Promise<Ack[]> {
    for (const record of records) this.#check(record);
    const end = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const acks: Ack[] = [];
    // More than the buffer could ever hold goes in parts, one after the other.
    for (const part of this.#parts(records)) {
      const answers = await this.#batcher.addEach(part, end - performance.now());
      for (const answer of answers) {
        if (answer.status === 'rejected') throw answer.reason;
        acks.push(answer.value);
      }
    }
    return acks;
  }

  async publishEach(
    records: readonly OutgoingRecord[],
    options: PublishOptions = {},
  ): Promise<PromiseSettledResult<Ack>[]> {
    for (const record of records) this.#check(record);
    return await this.#batcher.addEach(records, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  }

  partitionsOf(topic: string): number {
    return this.#leaders.partitionsOf(topic);
  }

  topicIdOf(topic: string): string | undefined {
    return this.#leaders.topicIdOf(topic);
  }

  load(): { records: number; bytes: number } {
    return this.#batcher.load();
  }

  health(): string | undefined {
    const problem = this.#trouble.problem(performance.now(), this.#leaders.readAt) ?? this.#leaders.problem();
    // Whoever asks wants to know when it is over.
    if (problem !== undefined && !this.#stopped) void this.#leaders.refresh();
    return problem;
  }

  async #send(leader: number, partitions: readonly PartitionRecords[]): Promise<readonly PartitionOutcome[]> {
    const sentAt = performance.now();
    const outcomes = await sendToLeader(this.#cluster, leader, partitions);
    if (this.#metrics) {
      this.#metrics.produceSeconds.observe((performance.now() - sentAt) / 1000);
      this.#metrics.producedRecords.observe(partitions.reduce((sum, { records }) => sum + records.length, 0));
    }
    this.#note(leader, sentAt, outcomes);
    return outcomes;
  }

  /** One line when it begins to go wrong with a leader and one when it goes well again, not one a request. */
  #note(leader: number, sentAt: number, outcomes: readonly PartitionOutcome[]): void {
    const acked = outcomes.some(({ verdict }) => verdict === 'acked');
    const failed = outcomes.find(({ problem, verdict }) => problem && verdict !== 'too-large')?.problem;
    const problem = failed && describeError(failed);
    const change = this.#trouble.note(leader, { sentAt, now: performance.now() }, acked, problem);
    if (change?.kind === 'ends') {
      const { requests: failed_requests, outageMs: outage_ms } = change;
      this.#log.info({ leader, failed_requests, outage_ms }, 'publish.recovered');
    } else if (change) {
      this.#log[change.kind === 'begins' ? 'warn' : 'debug']({ leader, problem }, 'publish.failed');
    }
  }

  #noteFill(change: FillChange, { records, bytes }: Load): void {
    const { bufferRecords: max_records, bufferBytes: max_bytes } = this.#limits;
    const level = change === 'filling' ? 'warn' : 'info';
    this.#log[level]({ records, bytes, max_records, max_bytes }, `buffer.${change}`);
  }

  #parts(records: readonly OutgoingRecord[]): (readonly OutgoingRecord[])[] {
    const { bufferRecords } = this.#limits;
    if (records.length <= bufferRecords) return [records];
    const size = Math.ceil(bufferRecords / 2);
    const count = Math.ceil(records.length / size);
    return Array.from({ length: count }, (_, i) => records.slice(i * size, (i + 1) * size));
  }

  #check({ topic, partition }: OutgoingRecord): void {
    if (this.#stopped) throw new KafkaUnavailableError('the publisher is stopping', { written: 'no' });
    // It would wait in vain for a leader.
    if (partition < this.#leaders.partitionsOf(topic)) return;
    throw new RangeError(`the topic ${topic} has no partition ${partition}`);
  }

  async #shutDown(deadline: AbortSignal): Promise<void> {
    this.#stop.abort(new KafkaUnavailableError('the publisher was stopped', { written: 'no' }));
    await this.#batcher.drain(deadline);
    this.#leaders.close();
    this.#cluster.close();
  }
}
