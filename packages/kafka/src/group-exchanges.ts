// What a group's coordinator tells of it: FindCoordinator, DescribeGroups and OffsetFetch, in versions that are not flexible.
// An error code is a part of the answer: a decoder that throws stands for an answer that is none.
import { NO_ERROR } from './error-codes.ts';
import type { GroupMember } from './inspector-port.ts';
import type { Exchange } from './kafkajs-internals.ts';
import { wireExchange } from './wire-exchange.ts';
import { WireReader } from './wire-reader.ts';

const FIND_COORDINATOR = { apiKey: 10, apiVersion: 2, apiName: 'FindCoordinator' };
const DESCRIBE_GROUPS = { apiKey: 15, apiVersion: 1, apiName: 'DescribeGroups' };
const OFFSET_FETCH = { apiKey: 9, apiVersion: 5, apiName: 'OffsetFetch' };
const OF_GROUP = 0;
const ALL_TOPICS = -1;
const NO_OFFSET = -1n;

/** Which broker coordinates the group: its node id. */
export function findCoordinatorExchange(
  groupId: string,
): Exchange<{ readonly errorCode: number; readonly nodeId: number }> {
  return wireExchange(
    FIND_COORDINATOR,
    (out) => out.string(groupId).int8(OF_GROUP),
    (reader) => {
      reader.int32(); // throttle time
      const errorCode = reader.int16();
      reader.nullableString();
      return { errorCode, nodeId: reader.int32() };
    },
  );
}

export interface DescribedGroup {
  readonly errorCode: number;
  /** Kafka's own word; `Dead` for a group that is not there. */
  readonly state: string;
  readonly members: readonly GroupMember[];
}

/** Who is in the group. */
export function describeGroupExchange(groupId: string): Exchange<DescribedGroup> {
  return wireExchange(
    DESCRIBE_GROUPS,
    (out) => out.int32(1).string(groupId),
    (reader) => {
      reader.int32(); // throttle time
      const [group] = reader.array((one): DescribedGroup => {
        const errorCode = one.int16();
        one.string();
        const state = one.string();
        one.string(); // protocol type
        one.string(); // protocol
        return { errorCode, state, members: one.array(readMember) };
      });
      return group ?? { errorCode: NO_ERROR, state: 'Dead', members: [] };
    },
  );
}

function readMember(reader: WireReader): GroupMember {
  const id = reader.string();
  const clientId = reader.string();
  const host = reader.string();
  reader.nullableBytes(); // metadata
  return { id, clientId, host: host.replace(/^\//, ''), partitions: readAssignment(reader.nullableBytes()) };
}

/** ConsumerProtocolAssignment: a version, the topics with their partitions, and bytes of the assignor's own. */
function readAssignment(bytes: Buffer | null): GroupMember['partitions'] {
  if (bytes === null || bytes.length === 0) return [];
  const reader = new WireReader(bytes);
  reader.int16();
  return reader
    .array((one) => ({ topic: one.string(), partitions: one.array((inner) => inner.int32()) }))
    .flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}

export interface CommittedOffsets {
  readonly errorCode: number;
  /** By topic and partition. */
  readonly committed: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

/** The offsets that the group has committed. */
export function fetchOffsetsExchange(groupId: string): Exchange<CommittedOffsets> {
  return wireExchange(
    OFFSET_FETCH,
    (out) => out.string(groupId).int32(ALL_TOPICS),
    (reader) => {
      reader.int32(); // throttle time
      const codes: number[] = [];
      const topics = reader.array((one): [string, [number, bigint][]] => [
        one.string(),
        one.array((inner): [number, bigint] => {
          const offset: [number, bigint] = [inner.int32(), inner.int64()];
          inner.int32(); // leader epoch
          inner.nullableString(); // metadata
          codes.push(inner.int16());
          return offset;
        }),
      ]);
      codes.push(reader.int16());
      return {
        errorCode: codes.find((code) => code !== NO_ERROR) ?? NO_ERROR,
        committed: new Map(
          topics.map(([topic, offsets]) => [topic, new Map(offsets.filter(([, at]) => at !== NO_OFFSET))]),
        ),
      };
    },
  );
}
