// What the services know of Kafka. No type of a client library appears here, so that another client can take the
// place of the one behind it; the contract suite in test/contract holds every adapter to these words.
import type { Component } from '@hopline/runtime/lifecycle';
import type { Parent } from '@hopline/telemetry/tracing';

/** A record to be appended. The application has chosen the partition. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  /** Text goes out as UTF-8, bytes as they are. */
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer>>;
  /** What the record continues the trace of; traced-publisher.ts puts it into the headers. */
  readonly parent?: Parent;
  /** What the record comes from without being a part of its trace: its span is linked to that. */
  readonly follows?: Parent;
}

/** Every in-sync replica has the record. */
export interface Ack {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface PublishOptions {
  /**
   * How long to go on trying, in milliseconds from this call (default 5000). A record that was not yet handed to the
   * client by then is taken out and never sent; one that was handed over is unknown.
   */
  readonly timeoutMs?: number;
}

/**
 * Appends records with acknowledgement by all in-sync replicas, many to a request. A rejection means that it is
 * unknown whether the record was written, unless the error says `written: 'no'`.
 */
export interface Publisher extends Component {
  /**
   * @throws {KafkaUnavailableError} not acknowledged in time
   * @throws {RecordTooLargeError} the broker refuses a record of this size
   * @throws {PublisherFullError} too much is waiting already; nothing was written
   */
  publish(record: OutgoingRecord, options?: PublishOptions): Promise<Ack>;
  /** All of them; rejects with the first error once every record has its answer. Order within a partition is kept. */
  publishAll(records: readonly OutgoingRecord[], options?: PublishOptions): Promise<Ack[]>;
  /**
   * All of them, each with an answer of its own, in their order. Order within a partition is kept.
   * @returns for each record its Ack, or the KafkaUnavailableError or RecordTooLargeError that publish would throw
   * @throws {PublisherFullError} there is no room for all of them; none was written
   */
  publishEach(
    records: readonly OutgoingRecord[],
    options?: PublishOptions,
  ): Promise<PromiseSettledResult<Ack>[]>;
  /**
   * The number of partitions of a topic, from the metadata that was read at start and is refreshed since.
   * @throws {KafkaUnavailableError} before it has started
   */
  partitionsOf(topic: string): number;
  /**
   * Kafka's id of a topic (KIP-516), from the same metadata: another one when the topic was made anew, and with it
   * offsets begin again. Undefined before it has started.
   */
  topicIdOf(topic: string): string | undefined;
  /** What waits or is in flight. */
  load(): { readonly records: number; readonly bytes: number };
  /**
   * What is wrong, or undefined: for readiness. Requests that failed are forgiven after 10 s without another one, when
   * the brokers answer: who is not ready may get nothing more to send, and would never learn that all is well.
   */
  health(): string | undefined;
}

/** A record as it was read. Values are raw bytes: decoding is a step that may find poison, not the client's task. */
export interface ReceivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The broker's append time or the producer's, by the topic's setting; milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/**
 * A partition while this member owns it. After a rebalance it is another object: what an old one is told then does
 * nothing, so that a member never commits what it no longer owns.
 */
export interface OwnedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Aborts when the partition is revoked, or when the worker has stopped and waits for nothing any more. */
  readonly revoked: AbortSignal;
  /** The record at this offset is finished. The lowest unfinished offset is what gets committed. */
  done(offset: bigint): void;
  /**
   * This owner will not finish the record: a stop does not wait for it, and nothing from its offset on is committed,
   * so that the next owner reads it again.
   */
  abandon(offset: bigint): void;
  /**
   * Reads again from this offset, not before `delayMs` from now. Until then the partition is paused. The record at
   * the offset, and those after it, were not and must not be marked done.
   */
  rereadFrom(offset: bigint, delayMs: number): void;
}

export interface WorkerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /**
   * Takes over records, in order, and returns at once; it calls `owner.done(offset)` for each later. It must not
   * wait for slow work. When it throws, the partition is held and its records are given again with back-off.
   */
  readonly onRecords: (records: readonly ReceivedRecord[], owner: OwnedPartition) => void;
  /**
   * The partitions that this member owns from now on, all of them, before any record of theirs. Those of before that
   * are not among them are revoked. Also called when the log of a partition begins anew (it was cut back or its topic
   * was remade): then only that partition is another object.
   */
  readonly onAssigned?: (owned: readonly OwnedPartition[]) => void;
  /**
   * How long each record of a topic waits on purpose before it is done, in milliseconds; default 0. It is late from then
   * on alone.
   */
  readonly waitMsOf?: (topic: string) => number;
  /**
   * When a partition has this many unfinished records, no more are handed over until half of them are done.
   * Default 1000.
   */
  readonly maxUnfinished?: number;
  /**
   * The longest wait of one fetch while there is traffic or a partition is paused, in milliseconds: how soon a resumed
   * partition is read again. Default 250. While nothing comes in a fetch may wait for a second.
   */
  readonly maxWaitMs?: number;
  /** How often finished offsets are committed, in milliseconds. Default 200. */
  readonly commitIntervalMs?: number;
  /**
   * When of the records in hand none is finished or given back for so long, in milliseconds, the worker is not healthy:
   * longer than any of them may take. Default 60,000. A partition that waits since `rereadFrom` has none in hand.
   */
  readonly stallMs?: number;
  /**
   * How long a stop waits for the unfinished records, in milliseconds, before it leaves the group without them: the next
   * owners of their partitions read them again, while what is under way here goes on. By default it waits for them until
   * its deadline.
   */
  readonly handOverMs?: number;
}

/**
 * A member of a consumer group. Reads from the beginning where the group has no offset. On stop it takes no more
 * records, waits for the unfinished ones until the deadline or for `handOverMs`, commits, and leaves the group.
 * `failed` rejects when it can no longer consume.
 */
export interface Worker extends Component {
  readonly failed: Promise<never>;
  /**
   * What is wrong, or undefined: for readiness. It is healthy to have nothing to read, or to wait for what was given
   * back; not to be without an answer from Kafka, with a handler that throws, or with records that nobody finishes.
   */
  health(): string | undefined;
}

/** A topic that provisioning makes or checks. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Kafka's own names, such as `retention.ms`. */
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly topic: string;
  /** Kafka's topic id (KIP-516), a UUID in text form: another one when a topic was deleted and made anew. */
  readonly topicId: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** Administration: what the migration job and start-up checks need. */
export interface KafkaAdmin extends AsyncDisposable {
  /**
   * Makes the topics that are missing, with `replicationFactor` copies; leaves those that are there as they are.
   * Safe to run from several processes at once.
   * @returns the topics that it made
   * @throws {TopicMismatchError} when an existing topic has another number of partitions, fewer copies or in-sync
   *   replicas, or another timestamp type than it should
   */
  provision(
    topics: readonly TopicSpec[],
    options: { replicationFactor: number; minInsyncReplicas: number },
  ): Promise<string[]>;
  /** @throws {TopicMissingError} naming every topic that does not exist */
  describe(topics: readonly string[]): Promise<TopicDescription[]>;
  /**
   * Where the log of each of the topic's partitions ends: the offset that its next record will have.
   * @throws {TopicMissingError}
   * @throws {KafkaUnavailableError} also while a partition has no leader
   */
  endOffsets(topic: string): Promise<Map<number, bigint>>;
  /**
   * The offset of the first record that is kept of each of the topic's partitions; of an empty one, where it ends.
   * @throws {TopicMissingError}
   * @throws {KafkaUnavailableError} also while a partition has no leader
   */
  firstOffsets(topic: string): Promise<Map<number, bigint>>;
  close(): Promise<void>;
}
