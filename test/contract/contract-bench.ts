// What every case of the contract suite works with: fresh topics, publishers and workers that end with their test.
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { connectAdmin, createPublisher, createWorker, PublisherOptions } from '@hopline/kafka/connect';
import type { KafkaLog } from '@hopline/kafka/log';
import type {
  KafkaAdmin,
  OutgoingRecord,
  OwnedPartition,
  Publisher,
  ReceivedRecord,
  Worker,
  WorkerOptions,
} from '@hopline/kafka/port';
import { type RawKafka, rawKafka } from '../support/kafka-raw.ts';
import { until } from '../support/until.ts';

/** The factories of the adapter that is held to the contract. */
export interface KafkaAdapter {
  readonly createPublisher: typeof createPublisher;
  readonly createWorker: typeof createWorker;
  readonly connectAdmin: typeof connectAdmin;
}

const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const STOP_MS = 10_000;

/** The adapter on one cluster. */
export class ContractBench {
  readonly adapter: KafkaAdapter;
  readonly brokers: readonly string[];
  readonly raw: RawKafka;
  readonly #replication: { replicationFactor: number; minInsyncReplicas: number };

  constructor(
    adapter: KafkaAdapter,
    brokers: readonly string[],
    replication = { replicationFactor: 1, minInsyncReplicas: 1 },
  ) {
    this.adapter = adapter;
    this.brokers = brokers;
    this.raw = rawKafka(brokers);
    this.#replication = replication;
  }

  async close(): Promise<void> {
    await this.raw[Symbol.asyncDispose]();
  }

  get connection(): { brokers: readonly string[]; clientId: string } {
    return { brokers: this.brokers, clientId: 'contract' };
  }

  async admin(t: TestContext): Promise<KafkaAdmin> {
    const admin = await this.adapter.connectAdmin(this.connection);
    t.after(() => admin.close());
    return admin;
  }

  /** A new topic of its own for the test. */
  async topic(
    t: TestContext,
    partitions: number,
    config: Record<string, string> = {},
    replication = this.#replication,
  ): Promise<string> {
    const topic = `contract.${randomBytes(6).toString('hex')}`;
    const admin = await this.admin(t);
    await admin.provision([{ topic, partitions, config }], replication);
    return topic;
  }

  /** A started publisher. */
  async publisher(
    t: TestContext,
    topics: readonly string[],
    options: Partial<PublisherOptions> = {},
  ): Promise<Publisher> {
    const publisher = this.adapter.createPublisher(
      { ...this.connection, ...options, topics },
      { log: SILENT },
    );
    t.after(() => publisher.stop(AbortSignal.timeout(STOP_MS)));
    await publisher.start();
    return publisher;
  }

  /** A started worker that notes down all that happens to it. */
  async worker(t: TestContext, options: CollectorOptions): Promise<Collector> {
    const collector = new Collector(this, options);
    t.after(() => collector.worker.stop(AbortSignal.timeout(0)));
    await collector.worker.start();
    return collector;
  }

  /** All that is in a topic now, read by a group of its own. */
  async readAll(t: TestContext, topic: string, expected: number): Promise<readonly ReceivedRecord[]> {
    const reader = await this.worker(t, { groupId: `reader.${topic}`, topics: [topic] });
    await reader.reads(expected);
    return reader.records;
  }
}

export interface CollectorOptions extends Partial<WorkerOptions> {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs?: number;
}

/** A worker whose records, unless the test takes them, are finished as soon as they come. */
export class Collector {
  readonly worker: Worker;
  readonly records: ReceivedRecord[] = [];
  /** The owner of each record, by position in `records`. */
  readonly owners: OwnedPartition[] = [];
  /** Each assignment, as it was told. */
  readonly assignments: (readonly OwnedPartition[])[] = [];

  constructor(bench: ContractBench, options: CollectorOptions) {
    this.worker = bench.adapter.createWorker(
      {
        ...bench.connection,
        ...options,
        onRecords: (records, owner) => {
          this.records.push(...records);
          this.owners.push(...records.map(() => owner));
          if (options.onRecords) options.onRecords(records, owner);
          else for (const record of records) owner.done(record.offset);
        },
        onAssigned: (owned) => {
          this.assignments.push(owned);
          options.onAssigned?.(owned);
        },
      },
      { log: SILENT },
    );
  }

  /** Waits until it was given at least this many. */
  async reads(count: number): Promise<void> {
    await until(
      `${count} records, ${this.records.length} so far`,
      () => this.records.length >= count,
      60_000,
    );
  }

  stop(deadlineMs = STOP_MS): Promise<void> {
    return this.worker.stop(AbortSignal.timeout(deadlineMs));
  }
}

/** A record whose value says which one it is. */
export function numbered(topic: string, partition: number, number: number, bytes = 0): OutgoingRecord {
  const value = Buffer.concat([Buffer.from(`${number};`), Buffer.alloc(bytes)]);
  return { topic, partition, key: `key-${number}`, value, headers: {} };
}

export function numberOf(record: Pick<ReceivedRecord, 'value'>): number {
  return Number.parseInt(record.value?.toString('utf8') ?? '', 10);
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
