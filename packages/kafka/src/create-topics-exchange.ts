import type { Exchange, KafkajsInternals } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';

/** A topic as the broker is asked to make it. */
export interface NewTopic {
  readonly topic: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}

/** What the broker says of one topic. */
export interface NewTopicResult {
  readonly topic: string;
  /** Kafka's error code; 0 is none, 36 that the topic exists. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** CreateTopics, version 3, encoded by kafkajs; the answer is read here, since kafkajs throws away which were made. */
export function createTopicsExchange(
  topics: readonly NewTopic[],
  timeoutMs: number,
  { createTopicsRequest }: Pick<KafkajsInternals, 'createTopicsRequest'>,
): Exchange<NewTopicResult[]> {
  return {
    request: createTopicsRequest({ topics, timeout: timeoutMs }),
    decode: (payload) => {
      const reader = new WireReader(payload);
      reader.int32(); // throttle time
      return reader.array(() => ({
        topic: reader.string(),
        errorCode: reader.int16(),
        errorMessage: reader.nullableString(),
      }));
    },
  };
}
