// What is asked of topics by hand: how large they are, other settings, and to forget their beginning. In versions that are
// not flexible.
import type { Exchange } from './kafkajs-internals.ts';
import { wireExchange } from './wire-exchange.ts';

const DESCRIBE_LOG_DIRS = { apiKey: 35, apiVersion: 1, apiName: 'DescribeLogDirs' };
const INCREMENTAL_ALTER_CONFIGS = { apiKey: 44, apiVersion: 0, apiName: 'IncrementalAlterConfigs' };
const DELETE_RECORDS = { apiKey: 21, apiVersion: 1, apiName: 'DeleteRecords' };
const TOPIC_RESOURCE = 2;
const SET = 0;
const DELETE_TIMEOUT_MS = 20_000;

export interface LogSize {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
}

/** How many bytes the broker that is asked has of each partition of these topics. */
export function logSizesExchange(
  topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
): Exchange<readonly LogSize[]> {
  return wireExchange(
    DESCRIBE_LOG_DIRS,
    (out) => {
      out.int32(topics.length);
      for (const { topic, partitions } of topics) {
        out.string(topic).int32(partitions.length);
        for (const partition of partitions) out.int32(partition);
      }
    },
    (reader) => {
      reader.int32(); // throttle time
      const directories = reader.array((directory) => {
        directory.int16(); // a directory that is offline has no topics
        directory.string();
        return directory.array((one) => {
          const topic = one.string();
          return one.array((inner): LogSize & { isFuture: boolean } => {
            const size = { topic, partition: inner.int32(), bytes: Number(inner.int64()) };
            inner.int64(); // how far it is behind
            return { ...size, isFuture: inner.int8() !== 0 };
          });
        });
      });
      // One that is being moved to another disk is there twice.
      return directories.flat(2).filter(({ isFuture }) => !isFuture);
    },
  );
}

export interface TopicChange {
  readonly topic: string;
  /** Kafka's own names. What is not named stays. */
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicAnswer {
  readonly topic: string;
  readonly errorCode: number;
  readonly message: string | null;
}

/** Sets these settings of topics. */
export function alterTopicsExchange(changes: readonly TopicChange[]): Exchange<readonly TopicAnswer[]> {
  return wireExchange(
    INCREMENTAL_ALTER_CONFIGS,
    (out) => {
      out.int32(changes.length);
      for (const { topic, config } of changes) {
        const entries = Object.entries(config);
        out.int8(TOPIC_RESOURCE).string(topic).int32(entries.length);
        for (const [name, value] of entries) out.string(name).int8(SET).string(value);
      }
      out.int8(0); // not only validated
    },
    (reader) => {
      reader.int32(); // throttle time
      return reader.array((one) => {
        const errorCode = one.int16();
        const message = one.nullableString();
        one.int8(); // resource type
        return { topic: one.string(), errorCode, message };
      });
    },
  );
}

/** Forgets the records of a topic's partitions below these offsets; asked of the leader of all of them. */
export function deleteRecordsExchange(
  topic: string,
  before: ReadonlyMap<number, bigint>,
): Exchange<readonly { readonly partition: number; readonly errorCode: number }[]> {
  return wireExchange(
    DELETE_RECORDS,
    (out) => {
      out.int32(1).string(topic).int32(before.size);
      for (const [partition, offset] of before) out.int32(partition).int64(offset);
      out.int32(DELETE_TIMEOUT_MS);
    },
    (reader) => {
      reader.int32(); // throttle time
      const topics = reader.array((one) => {
        one.string();
        return one.array((inner) => {
          const partition = inner.int32();
          inner.int64(); // where it begins now
          return { partition, errorCode: inner.int16() };
        });
      });
      return topics.flat();
    },
  );
}
