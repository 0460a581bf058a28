// Makes users at a broker, by Kafka's own request (AlterUserScramCredentials, KIP-554): as kafka-configs.sh does.
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { KafkaCluster } from '@hopline/kafka/cluster';
import type { Exchange } from '@hopline/kafka/kafkajs-internals';
import { WireReader } from '@hopline/kafka/wire-reader';
import { WireWriter } from '@hopline/kafka/wire-writer';

const API = { apiKey: 51, apiVersion: 0, apiName: 'AlterUserScramCredentials' };
const MECHANISMS = [
  { id: 1, digest: 'sha256', bytes: 32 },
  { id: 2, digest: 'sha512', bytes: 64 },
];
type Mechanism = (typeof MECHANISMS)[number];
const ITERATIONS = 4096;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Gives a user that password, for both mechanisms. @param brokers of a listener that asks nobody who he is */
export async function makeScramUser(
  brokers: readonly string[],
  username: string,
  password: string,
): Promise<void> {
  const cluster = new KafkaCluster({ brokers, clientId: 'hopline-test' }, SILENT);
  try {
    // One request has a user once.
    for (const mechanism of MECHANISMS) await cluster.sendToAny(upsert(username, password, mechanism));
  } finally {
    cluster.close();
  }
}

function upsert(username: string, password: string, mechanism: Mechanism): Exchange<void> {
  return {
    request: { ...API, encode: async () => encode(username, password, mechanism) },
    decode(payload) {
      const reader = new WireReader(payload);
      reader.skipTaggedFields();
      reader.int32();
      const codes = reader.compactArray(() => {
        reader.compactString();
        const code = reader.int16();
        reader.compactNullableString();
        reader.skipTaggedFields();
        return code;
      });
      if (codes.length === 0 || codes.some((code) => code !== 0))
        throw new Error(`the broker refuses the user ${username}: ${codes}`);
    },
  };
}

function encode(username: string, password: string, { id, digest, bytes: size }: Mechanism) {
  const out = new WireWriter(1024);
  const bytes = (value: Buffer) => out.unsignedVarint(value.length + 1).raw(value);
  // The header's tagged fields; nothing is deleted.
  out.unsignedVarint(0).unsignedVarint(1);
  const salt = randomBytes(16);
  out.unsignedVarint(2).compactString(username).int8(id).int32(ITERATIONS);
  bytes(salt);
  bytes(pbkdf2Sync(password, salt, ITERATIONS, size, digest));
  out.unsignedVarint(0).unsignedVarint(0);
  const body = out.bytes.subarray(0, out.position);
  return { buf: body, buffer: body, size: () => body.length };
}
