// What the command line and the api's administrators know of Kafka, beside what the services know (port.ts): looking at topics, groups and records,
// without being a member of any group.
import type { KafkaAdmin, ReceivedRecord } from './port.ts';

export interface KafkaBroker {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface InspectedPartition {
  readonly partition: number;
  /** The leader's node id; undefined while there is none. */
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

export interface InspectedTopic {
  readonly topic: string;
  /** In their order. */
  readonly partitions: readonly InspectedPartition[];
  /** The values of its settings by Kafka's own names, the broker's defaults among them. */
  readonly config: ReadonlyMap<string, string | null>;
}

export interface GroupMember {
  readonly id: string;
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
}

export interface InspectedGroup {
  readonly groupId: string;
  /** Kafka's own word, such as `Stable`, `Empty` or `PreparingRebalance`; `Dead` when there is no such group. */
  readonly state: string;
  readonly members: readonly GroupMember[];
  /** The offsets that were committed, by topic and partition: each is that of the next record to be read. */
  readonly committed: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

export interface ReadFrom {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Where a partition's log begins and ends. */
export interface LogBounds {
  /** The offset of the first record that is kept. */
  readonly first: bigint;
  /** The offset that the next record will have. */
  readonly end: bigint;
}

export interface ReadRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ReceivedRecord[];
  /** Where to read on. */
  readonly next: bigint;
  /** The offset that the partition's next record will have. */
  readonly end: bigint;
}

/** Looks into a cluster. Nothing that it does moves a group's offsets. */
export interface KafkaInspector extends KafkaAdmin {
  brokers(): Promise<readonly KafkaBroker[]>;
  /** Those of the topics that exist, with the settings that were asked for. */
  inspect(topics: readonly string[], settings: readonly string[]): Promise<readonly InspectedTopic[]>;
  /** The bytes of each partition's log, of one copy, by topic and partition; of topics that exist and partitions that are led. */
  sizesOf(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>>;
  /**
   * The offset of the first record of each partition whose time is `sinceMs` or later; a partition without one is missing.
   * @param sinceMs milliseconds since the epoch
   * @param partitions those that are asked, and waited for; all without it
   * @throws {TopicMissingError}
   */
  offsetsSince(
    topic: string,
    sinceMs: number,
    partitions?: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, bigint>>;
  /**
   * Of each partition; undefined of one that nobody leads. firstOffsets and endOffsets wait for a leader instead.
   * @throws {TopicMissingError}
   */
  bounds(topic: string): Promise<ReadonlyMap<number, LogBounds | undefined>>;
  group(groupId: string): Promise<InspectedGroup>;
  /**
   * Reads on from these offsets, without a group. Gives an answer for each, without records where there are none (yet).
   * @param options.maxBytes about as much of each partition, 1 MB by default. A batch that is larger comes whole of the first
   * partition of each leader that has records, in the order given; others whose next batch is larger come without
   * @param options.maxWaitMs how long to wait for a first record, in milliseconds; 0 by default
   * @param options.apart a fetch for each: none comes without the batch at its offset, however large
   * @throws {OffsetOutOfRangeError} when an offset is not in its log
   */
  read(
    from: readonly ReadFrom[],
    options?: { readonly maxBytes?: number; readonly maxWaitMs?: number; readonly apart?: boolean },
  ): Promise<readonly ReadRecords[]>;
  /** Sets settings of topics, by Kafka's own names; what is not named stays. @throws {KafkaRefusedError} */
  alter(
    changes: readonly { readonly topic: string; readonly config: Readonly<Record<string, string>> }[],
  ): Promise<void>;
  /** Forgets the records of a topic below these offsets, for good. @throws {KafkaRefusedError} */
  deleteBefore(topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void>;
}
