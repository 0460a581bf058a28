import { errorName, NO_ERROR } from './error-codes.ts';
import type { Exchange } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const DESCRIBE_CONFIGS = 32;
/** The oldest that Kafka 4 knows, and not flexible. */
const VERSION = 1;
const TOPIC_RESOURCE = 2;

/** The values of a topic's settings, whether they were set or are the broker's defaults. */
export type TopicConfigs = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

/** What the broker tells of one topic, or why it does not, such as for want of rights. */
export type DescribedTopic =
  | { readonly topic: string; readonly configs: ReadonlyMap<string, string | null> }
  | { readonly topic: string; readonly errorCode: number; readonly reason: string };

/** Asks for these settings of these topics. */
export function describeConfigsExchange(
  topics: readonly string[],
  names: readonly string[],
): Exchange<DescribedTopic[]> {
  return {
    request: {
      apiKey: DESCRIBE_CONFIGS,
      apiVersion: VERSION,
      apiName: 'DescribeConfigs',
      encode: async () => encode(topics, names),
    },
    decode,
  };
}

function encode(topics: readonly string[], names: readonly string[]) {
  const bytesOf = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + 2 + Buffer.byteLength(text), 0);
  const out = new WireWriter(4 + bytesOf(topics) + topics.length * (1 + 4 + bytesOf(names)) + 1);
  out.int32(topics.length);
  for (const topic of topics) {
    out.int8(TOPIC_RESOURCE).string(topic).int32(names.length);
    for (const name of names) out.string(name);
  }
  out.int8(0); // no synonyms
  return { buf: out.bytes, buffer: out.bytes, size: () => out.bytes.length };
}

function decode(payload: Buffer): DescribedTopic[] {
  const reader = new WireReader(payload);
  reader.int32(); // throttle time
  return reader.array((): DescribedTopic => {
    const errorCode = reader.int16();
    const message = reader.nullableString();
    reader.int8(); // resource type
    const topic = reader.string();
    const entries = reader.array((): [string, string | null] => {
      const entry: [string, string | null] = [reader.string(), reader.nullableString()];
      reader.int8(); // read-only
      reader.int8(); // source
      reader.int8(); // sensitive
      reader.array(() => [reader.string(), reader.nullableString(), reader.int8()]); // synonyms
      return entry;
    });
    // A topic that the broker does not know comes with an empty message.
    if (errorCode !== NO_ERROR) return { topic, errorCode, reason: message || errorName(errorCode) };
    return { topic, configs: new Map(entries) };
  });
}
