// What the contract suite asks a cluster beside the port: committed offsets, and leaders that move. In Kafka's own
// protocol, so that no adapter vouches for itself.
import { KafkaCluster } from '@hopline/kafka/cluster';
import type { Exchange } from '@hopline/kafka/kafkajs-internals';
import type { KafkaLog } from '@hopline/kafka/log';
import { WireReader } from '@hopline/kafka/wire-reader';
import { WireWriter } from '@hopline/kafka/wire-writer';
import { until } from './until.ts';

const FIND_COORDINATOR = { apiKey: 10, apiVersion: 2, apiName: 'FindCoordinator' };
const OFFSET_FETCH = { apiKey: 9, apiVersion: 5, apiName: 'OffsetFetch' };
const DESCRIBE_GROUPS = { apiKey: 15, apiVersion: 1, apiName: 'DescribeGroups' };
const DELETE_GROUPS = { apiKey: 42, apiVersion: 1, apiName: 'DeleteGroups' };
const LIST_OFFSETS = { apiKey: 2, apiVersion: 3, apiName: 'ListOffsets' };
const DELETE_RECORDS = { apiKey: 21, apiVersion: 1, apiName: 'DeleteRecords' };
const DELETE_TOPICS = { apiKey: 20, apiVersion: 3, apiName: 'DeleteTopics' };
const ALTER_PARTITION_REASSIGNMENTS = { apiKey: 45, apiVersion: 0, apiName: 'AlterPartitionReassignments' };
const ELECT_LEADERS = { apiKey: 43, apiVersion: 2, apiName: 'ElectLeaders' };
const GROUP = 0;
/** ListOffsets: asked by no replica, of uncommitted records as well, for the end. */
const CONSUMER = -1;
const READ_UNCOMMITTED = 0;
const LATEST = -1n;
const PREFERRED = 0;
const TIMEOUT_MS = 20_000;

const SILENT: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };

export interface RawKafka extends AsyncDisposable {
  /** The committed offset of each partition, -1 where there is none. */
  committedOffsets(groupId: string, topic: string, partitions: number): Promise<bigint[]>;
  /** The offset after the last record of each partition. */
  endOffsets(topic: string): Promise<bigint[]>;
  /** Forgets a group that has no members, with its offsets. */
  deleteGroup(groupId: string): Promise<void>;
  /** The ids of a group's members. */
  members(groupId: string): Promise<string[]>;
  /** Deletes the records of a partition below an offset. */
  deleteRecords(topic: string, partition: number, beforeOffset: bigint): Promise<void>;
  /** Resolves when it is seen no more. */
  deleteTopic(topic: string): Promise<void>;
  /** The node id of each partition's leader. */
  leaders(topic: string): Promise<(number | undefined)[]>;
  /** The node ids of each partition's replicas that are in sync. */
  inSync(topic: string): Promise<(readonly number[])[]>;
  /** Gives a partition these replicas, the preferred leader first; resolves before that is done. */
  reassign(topic: string, partition: number, replicas: readonly number[]): Promise<void>;
  /** Makes the first of a partition's replicas its leader. */
  electPreferredLeader(topic: string, partition: number): Promise<void>;
}

export function rawKafka(brokers: readonly string[]): RawKafka {
  const cluster = new KafkaCluster({ brokers, clientId: 'contract-suite' }, SILENT, TIMEOUT_MS);
  const partitionsOf = async (topic: string) => {
    const { topics } = await cluster.readMetadata([topic]);
    return [...(topics[0]?.partitions ?? [])].sort((a, b) => a.partition - b.partition);
  };

  /** The node id of a group's coordinator. */
  async function coordinatorOf(groupId: string): Promise<number> {
    const coordinator = await cluster.sendToAny(
      exchange(
        FIND_COORDINATOR,
        (out) => out.string(groupId).int8(GROUP),
        (reader) => {
          reader.int32();
          checkError(reader.int16());
          reader.nullableString();
          return reader.int32();
        },
      ),
    );
    await cluster.readMetadata([]);
    return coordinator;
  }

  async function members(groupId: string): Promise<string[]> {
    const groups = await cluster.sendTo(
      await coordinatorOf(groupId),
      exchange(
        DESCRIBE_GROUPS,
        (out) => out.int32(1).string(groupId),
        (reader) => {
          reader.int32();
          return reader.array(() => {
            checkError(reader.int16());
            // The group's id, state, protocol type and protocol.
            for (let i = 0; i < 4; i += 1) reader.string();
            return reader.array(() => {
              const id = reader.string();
              // The client's id and host; metadata and assignment are bytes.
              for (let i = 0; i < 2; i += 1) reader.string();
              for (let i = 0; i < 2; i += 1) reader.array(() => reader.int8());
              return id;
            });
          });
        },
      ),
    );
    return groups.flat();
  }

  async function committedOffsets(groupId: string, topic: string, partitions: number): Promise<bigint[]> {
    const coordinator = await coordinatorOf(groupId);
    const numbers = Array.from({ length: partitions }, (_, partition) => partition);
    const fetched = await cluster.sendTo(
      coordinator,
      exchange(
        OFFSET_FETCH,
        (out) => {
          out.string(groupId).int32(1).string(topic).int32(partitions);
          for (const partition of numbers) out.int32(partition);
        },
        (reader) => {
          reader.int32();
          return reader.array(() => {
            reader.string();
            return reader.array(() => {
              const at = { partition: reader.int32(), offset: reader.int64() };
              reader.int32();
              reader.nullableString();
              checkError(reader.int16());
              return at;
            });
          });
        },
      ),
    );
    const byPartition = new Map(fetched.flat().map(({ partition, offset }) => [partition, offset]));
    return numbers.map((partition) => byPartition.get(partition) ?? -1n);
  }

  async function endOffset(topic: string, partition: number, leader: number): Promise<bigint> {
    const [[end = 0n] = []] = await cluster.sendTo(
      leader,
      exchange(
        LIST_OFFSETS,
        (out) => {
          out.int32(CONSUMER).int8(READ_UNCOMMITTED).int32(1).string(topic);
          out.int32(1).int32(partition).int64(LATEST);
        },
        (reader) => {
          reader.int32();
          return reader.array(() => {
            reader.string();
            return reader.array(() => {
              reader.int32();
              checkError(reader.int16());
              reader.int64();
              return reader.int64();
            });
          });
        },
      ),
    );
    return end;
  }

  async function endOffsets(topic: string): Promise<bigint[]> {
    const partitions = await partitionsOf(topic);
    return await Promise.all(
      partitions.map(({ partition, leader }) => endOffset(topic, partition, leader ?? -1)),
    );
  }

  async function deleteGroup(groupId: string): Promise<void> {
    await cluster.sendTo(
      await coordinatorOf(groupId),
      exchange(
        DELETE_GROUPS,
        (out) => out.int32(1).string(groupId),
        (reader) => {
          reader.int32();
          reader.array(() => {
            reader.string();
            checkError(reader.int16());
          });
        },
      ),
    );
  }

  async function deleteRecords(topic: string, partition: number, beforeOffset: bigint): Promise<void> {
    const leader = (await partitionsOf(topic))[partition]?.leader ?? -1;
    await cluster.sendTo(
      leader,
      exchange(
        DELETE_RECORDS,
        (out) => {
          out.int32(1).string(topic).int32(1).int32(partition).int64(beforeOffset).int32(TIMEOUT_MS);
        },
        (reader) => {
          reader.int32();
          reader.array(() => {
            reader.string();
            reader.array(() => {
              reader.int32();
              reader.int64();
              checkError(reader.int16());
            });
          });
        },
      ),
    );
  }

  async function deleteTopic(topic: string): Promise<void> {
    const topicId = async () => (await cluster.readMetadata([topic])).topics[0]?.topicId;
    const before = await topicId();
    await cluster.sendToAny(
      exchange(
        DELETE_TOPICS,
        (out) => out.int32(1).string(topic).int32(TIMEOUT_MS),
        (reader) => {
          reader.int32();
          reader.array(() => {
            reader.string();
            checkError(reader.int16());
          });
        },
      ),
    );
    await until(`${topic} is gone`, async () => (await topicId()) !== before);
  }

  async function reassign(topic: string, partition: number, replicas: readonly number[]): Promise<void> {
    await cluster.sendToAny(
      exchange(
        ALTER_PARTITION_REASSIGNMENTS,
        (out) => {
          out.unsignedVarint(0).int32(TIMEOUT_MS).unsignedVarint(2).compactString(topic).unsignedVarint(2);
          out.int32(partition).unsignedVarint(replicas.length + 1);
          for (const replica of replicas) out.int32(replica);
          out.unsignedVarint(0).unsignedVarint(0).unsignedVarint(0);
        },
        (reader) => {
          reader.skipTaggedFields();
          reader.int32();
          checkError(reader.int16());
        },
      ),
    );
  }

  async function electPreferredLeader(topic: string, partition: number): Promise<void> {
    await cluster.sendToAny(
      exchange(
        ELECT_LEADERS,
        (out) => {
          out.unsignedVarint(0).int8(PREFERRED).unsignedVarint(2).compactString(topic).unsignedVarint(2);
          out.int32(partition).unsignedVarint(0).int32(TIMEOUT_MS).unsignedVarint(0);
        },
        (reader) => {
          reader.skipTaggedFields();
          reader.int32();
          checkError(reader.int16());
        },
      ),
    );
  }

  return {
    committedOffsets,
    endOffsets,
    deleteGroup,
    members,
    deleteRecords,
    deleteTopic,
    leaders: async (topic) => (await partitionsOf(topic)).map(({ leader }) => leader),
    inSync: async (topic) => (await partitionsOf(topic)).map(({ inSync }) => inSync),
    reassign,
    electPreferredLeader,
    [Symbol.asyncDispose]: async () => cluster.close(),
  };
}

const BODY_BYTES = 4096;

function exchange<T>(
  api: { apiKey: number; apiVersion: number; apiName: string },
  write: (out: WireWriter) => void,
  read: (reader: WireReader) => T,
): Exchange<T> {
  return {
    request: {
      ...api,
      encode: async () => {
        const out = new WireWriter(BODY_BYTES);
        write(out);
        const body = out.bytes.subarray(0, out.position);
        return { buf: body, buffer: body, size: () => body.length };
      },
    },
    decode: (payload) => read(new WireReader(payload)),
  };
}

function checkError(code: number): void {
  if (code !== 0) throw new Error(`the broker answered with error ${code}`);
}
