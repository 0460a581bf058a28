// The parts of the path of an event, as the api itself calls them: no copy of theirs is measured.
import { formatApiKey, generateApiKey } from '@hopline/api/auth/api-key';
import { buildVerifier } from '@hopline/api/auth/build-verifier';
import { createSecretHasher, secretCheck } from '@hopline/api/auth/secret-hash';
import { readSingle } from '@hopline/api/events/single-request';
import { MicroBatcher } from '@hopline/kafka/micro-batcher';
import { createEventCodec } from '@hopline/wire/event';
import { eventId } from '@hopline/wire/ids';
import { partitionFor } from '@hopline/wire/partitioner';
import { webhookBody } from '@hopline/wire/webhook-body';
import { PAYLOAD, payloadOf } from '../load/requests.ts';
import type { Calls } from './stopwatch.ts';

export interface Subject extends Calls {
  readonly name: string;
}

const ORGANIZATION = '0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';

export async function createSubjects(): Promise<Subject[]> {
  return [
    validation('validation1Kb', 1024, 10_000),
    validation('validation10Kb', 10 * 1024, 3000),
    validation('validation100Kb', 100 * 1024, 500),
    ...(await authentication()),
    encoding(),
    handOver(),
  ];
}

/** From the bytes of a body to an event that may be stored: UTF-8, JSON, schema, depth, U+0000, surrogates. */
function validation(name: string, payloadBytes: number, calls: number): Subject {
  const bytes = Buffer.from(`{"type":"order.created","dedup_id":"d-1","payload":${payloadOf(payloadBytes)}}`);
  return { name, calls, call: () => readSingle({ format: 'json', bytes }, {}) };
}

async function authentication(): Promise<Subject[]> {
  const key = generateApiKey();
  const hasher = createSecretHasher();
  const secretHash = await hasher.hash(key.secret);
  const stored = {
    id: key.id,
    secretHash,
    secretCheck: secretCheck(key.secret),
    revoked: false,
    expiresInMs: null,
    organizationId: ORGANIZATION,
    scopes: ['events:write'],
    tier: 'pro',
    rateLimit: null,
    partitionSpread: 1,
  } as const;
  const { verifier } = buildVerifier({
    findKeys: async () => [stored],
    hasher,
    now: () => performance.now(),
    onAnswering: () => {},
  });
  const text = formatApiKey(key);
  if (!(await verifier.verify(text))) throw new Error('a good key was refused');
  return [
    { name: 'authHit', calls: 20_000, call: () => verifier.verify(text) },
    { name: 'argon2idVerify', calls: 20, call: () => hasher.verify(key.secret, secretHash) },
  ];
}

/** The webhook's body and the Avro value around it, for a payload of 500 bytes. */
function encoding(): Subject {
  const codec = createEventCodec();
  const payload = Buffer.from(PAYLOAD);
  const id = eventId(ORGANIZATION, null);
  return {
    name: 'avroEncode',
    calls: 20_000,
    call: () => {
      const accepted_at = Date.now();
      const type = 'order.created';
      const body = webhookBody({ id, type, acceptedAtMs: accepted_at, payload });
      const keys = { dedup_id: null, ordering_key: null };
      return codec.encode({ id, organization_id: ORGANIZATION, type, accepted_at, ...keys, body });
    },
  };
}

/** What a request does to give its record to the batcher; the broker behind it answers at once. */
function handOver(): Subject {
  const batcher = new MicroBatcher(
    {
      leaderOf: () => 0,
      send: async (_leader, partitions) => partitions.map(() => ({ verdict: 'acked', baseOffset: 0n })),
      refreshLeaders: async () => {},
    },
    { batchRecords: 500, batchBytes: 512 * 1024, bufferRecords: 10_000, bufferBytes: 32 * 1024 * 1024 },
  );
  const value = Buffer.alloc(700);
  let last: Promise<unknown> | undefined;
  return {
    name: 'handOver',
    calls: 20_000,
    call: () => {
      const partition = partitionFor(ORGANIZATION, 12);
      const record = { topic: 'events', partition, key: ORGANIZATION, value, headers: {} };
      [last] = batcher.add([record], 5000);
    },
    // As many records wait at a time as 64 connections leave there.
    rest: async () => last,
  };
}
