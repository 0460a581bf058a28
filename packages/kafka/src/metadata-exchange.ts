// Metadata, version 10: the first with topic ids (KIP-516); kafkajs stops at 6. It is a flexible version (KIP-482), whose
// request and answer headers carry tagged fields, which kafkajs does not know of: they are part of the body here.
import type { Exchange } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

export interface PartitionMetadata {
  readonly partition: number;
  /** The leader's node id, or undefined while there is none. */
  readonly leader: number | undefined;
  readonly replicas: readonly number[];
  readonly inSync: readonly number[];
}

export interface TopicMetadata {
  readonly topic: string;
  /** Kafka's error code; 0 is none, 3 that the topic does not exist. */
  readonly errorCode: number;
  readonly topicId: string;
  readonly partitions: readonly PartitionMetadata[];
}

export interface ClusterMetadata {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topics: readonly TopicMetadata[];
}

const METADATA = 3;
export const METADATA_VERSION = 10;
const NO_TOPIC_ID = 16;

/** Asks a broker for the cluster's brokers and for these topics; it makes none. */
export function metadataExchange(topics: readonly string[]): Exchange<ClusterMetadata> {
  return {
    request: {
      apiKey: METADATA,
      apiVersion: METADATA_VERSION,
      apiName: 'Metadata',
      encode: async () => encodeMetadata(topics),
    },
    decode: decodeMetadata,
  };
}

/** The request: header tags, then the body. */
export function encodeMetadata(topics: readonly string[]): { buf: Buffer; buffer: Buffer; size(): number } {
  const names = topics.reduce((bytes, topic) => bytes + Buffer.byteLength(topic), 0);
  // Each varint is counted with 5 bytes, its longest; what is left over is cut off.
  const out = new WireWriter(16 + topics.length * (NO_TOPIC_ID + 6) + names);
  out.unsignedVarint(0).unsignedVarint(topics.length + 1);
  for (const topic of topics) out.int64(0n).int64(0n).compactString(topic).unsignedVarint(0);
  // No automatic creation, no lists of authorized operations, no tags.
  out.int8(0).int8(0).int8(0).unsignedVarint(0);
  const bytes = out.bytes.subarray(0, out.position);
  return { buf: bytes, buffer: bytes, size: () => bytes.length };
}

/**
 * The answer after its correlation id: header tags, then the body.
 * @throws {KafkaProtocolError} when it is cut off
 */
export function decodeMetadata(payload: Buffer): ClusterMetadata {
  const reader = new WireReader(payload);
  reader.skipTaggedFields();
  reader.int32(); // throttle time: kafkajs does not wait for it, nor do we, with a request every few seconds
  const brokers = reader.compactArray(() => {
    const broker = { nodeId: reader.int32(), host: reader.compactString(), port: reader.int32() };
    reader.compactNullableString(); // rack
    reader.skipTaggedFields();
    return broker;
  });
  reader.compactNullableString(); // cluster id
  reader.int32(); // controller id
  const topics = reader.compactArray(readTopic);
  reader.int32(); // authorized operations
  reader.skipTaggedFields();
  return { brokers, topics };
}

function readTopic(reader: WireReader): TopicMetadata {
  const errorCode = reader.int16();
  const topic = reader.compactString();
  const topicId = reader.uuid();
  reader.int8(); // internal
  const partitions = reader.compactArray(readPartition);
  reader.int32(); // authorized operations
  reader.skipTaggedFields();
  return { topic, errorCode, topicId, partitions };
}

function readPartition(reader: WireReader): PartitionMetadata {
  reader.int16(); // error code: without a leader, the leader is -1
  const partition = reader.int32();
  const leader = reader.int32();
  reader.int32(); // leader epoch
  const replicas = reader.compactArray(() => reader.int32());
  const inSync = reader.compactArray(() => reader.int32());
  reader.compactArray(() => reader.int32()); // offline replicas
  reader.skipTaggedFields();
  return { partition, leader: leader < 0 ? undefined : leader, replicas, inSync };
}
