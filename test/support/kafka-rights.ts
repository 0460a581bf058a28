// Gives users their rights at a broker, by Kafka's own request (CreateAcls): as kafka-acls.sh does.
import { KafkaCluster } from '@hopline/kafka/cluster';
import type { Exchange } from '@hopline/kafka/kafkajs-internals';
import { WireReader } from '@hopline/kafka/wire-reader';
import { WireWriter } from '@hopline/kafka/wire-writer';

const API = { apiKey: 30, apiVersion: 1, apiName: 'CreateAcls' };
const RESOURCES = { topic: 2, group: 3 };
const OPERATIONS = { Read: 3, Write: 4, Create: 5, Describe: 8, DescribeConfigs: 10 };
const PREFIXED = 4;
const ALLOW = 3;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** What may be done with all topics, and all groups, whose names begin with the prefix. */
export interface Rights {
  readonly topic: readonly (keyof typeof OPERATIONS)[];
  readonly group?: readonly (keyof typeof OPERATIONS)[];
}

/**
 * @param brokers of a listener whose clients may do anything
 * @param principal such as `User:hopline`, or `User:CN=client` for a certificate
 */
export async function giveRights(
  brokers: readonly string[],
  principal: string,
  prefix: string,
  rights: Rights,
): Promise<void> {
  const entries = (['topic', 'group'] as const).flatMap((resource) =>
    (rights[resource] ?? []).map((operation) => ({
      resource: RESOURCES[resource],
      operation: OPERATIONS[operation],
    })),
  );
  const exchange: Exchange<void> = {
    request: { ...API, encode: async () => encode(entries, principal, prefix) },
    decode(payload) {
      const reader = new WireReader(payload);
      reader.int32();
      const codes = reader.array(() => [reader.int16(), reader.nullableString()] as const);
      const refused = codes.find(([code]) => code !== 0);
      if (refused) throw new Error(`the broker refuses rights for ${principal}: ${refused}`);
    },
  };
  const cluster = new KafkaCluster({ brokers, clientId: 'hopline-test' }, SILENT);
  try {
    await cluster.sendToAny(exchange);
  } finally {
    cluster.close();
  }
}

function encode(
  entries: readonly { resource: number; operation: number }[],
  principal: string,
  prefix: string,
) {
  const out = new WireWriter(4096).int32(entries.length);
  for (const { resource, operation } of entries) {
    out.int8(resource).string(prefix).int8(PREFIXED);
    out.string(principal).string('*').int8(operation).int8(ALLOW);
  }
  const body = out.bytes.subarray(0, out.position);
  return { buf: body, buffer: body, size: () => body.length };
}
