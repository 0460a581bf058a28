// The parts of the path of an event, as the services themselves call them: no copy of theirs is measured.
import { formatApiKey } from '@hopline/api/auth/api-key';
import { createArgon2id } from '@hopline/api/auth/argon2id';
import { buildVerifier } from '@hopline/api/auth/build-verifier';
import { makeKey } from '@hopline/api/auth/make-key';
import { judgeSecret } from '@hopline/api/auth/secret-hash';
import { readSingle } from '@hopline/api/events/single-request';
import { RateLimiter } from '@hopline/api/rate-limit/rate-limiter';
import { MicroBatcher } from '@hopline/kafka/micro-batcher';
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import type { OthersCounts } from '@hopline/postgres/rate-limits/share-counts';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { eventId } from '@hopline/wire/ids';
import { PAYLOAD, payloadOf } from '../load/requests.ts';
import { fanOutSubjects } from './fan-out.ts';
import type { Calls } from './stopwatch.ts';

export interface Subject extends Calls {
  readonly name: string;
}

const ORGANIZATION = '0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';
const OTHERS = {
  organizationId: ORGANIZATION,
  instances: 2,
  used: 20_000,
  decay: 0.2,
  demand: 400,
  hasLower: false,
} satisfies OthersCounts;
const ROW = {
  organizationId: ORGANIZATION,
  revoked: false,
  expiresInMs: null,
  scopes: ['events:write'],
  tier: 'pro',
  rateLimit: null,
  partitionSpread: 1,
} satisfies Partial<StoredKey>;

export async function createSubjects(): Promise<Subject[]> {
  return [
    validation('validation1Kb', 1024, 10_000),
    validation('validation10Kb', 10 * 1024, 3000),
    validation('validation100Kb', 100 * 1024, 500),
    ...(await authentication()),
    rateLimit(),
    encoding(),
    handOver(),
    ...fanOutSubjects(),
  ];
}

/** From the bytes of a body to an event that may be stored: UTF-8, JSON, schema, depth, U+0000, surrogates. */
function validation(name: string, payloadBytes: number, calls: number): Subject {
  const bytes = Buffer.from(`{"type":"order.created","dedup_id":"d-1","payload":${payloadOf(payloadBytes)}}`);
  return {
    name,
    calls,
    call: () => readSingle({ format: 'json', bytes }, { headers: {}, headersDistinct: {} }),
  };
}

async function authentication(): Promise<Subject[]> {
  const { apiKey, stored } = makeKey();
  const row = { ...ROW, ...stored };
  const { verifier } = buildVerifier({
    findKeys: async () => [row],
    onAnswering: () => {},
    argon2id: createArgon2id(),
    now: () => performance.now(),
  });
  const text = formatApiKey(apiKey);
  if (!(await verifier.verify(text))) throw new Error('a good key was refused');
  return [
    { name: 'authHit', calls: 20_000, call: () => verifier.verify(text) },
    { name: 'secretVerify', calls: 20_000, call: () => judgeSecret(apiKey.secret, row) },
  ];
}

/** One event of an organization that other instances serve, too. */
function rateLimit(): Subject {
  const limiter = new RateLimiter({ tiers: { free: 1000, pro: 60_000 } });
  const caller = { organizationId: ORGANIZATION, tier: 'pro', rateLimit: 1_000_000_000 } as const;
  return {
    name: 'rateLimitCheck',
    calls: 20_000,
    call: () => {
      const limit = limiter.of(caller);
      if (!limit || limiter.admit(limit, 1) !== 1) throw new Error('an event within the limit was refused');
    },
    rest: async () => {
      const taken = limiter.take();
      if (taken) limiter.learn(taken, { nowMs: Date.now(), others: [OTHERS] });
    },
  };
}

/** The webhook's body and the Avro value around it, for a payload of 500 bytes. */
function encoding(): Subject {
  const encode = createEventEncoder();
  const payload = Buffer.from(PAYLOAD);
  const id = eventId(ORGANIZATION, null);
  return {
    name: 'avroEncode',
    calls: 20_000,
    call: () =>
      encode({
        id,
        organizationId: ORGANIZATION,
        type: 'order.created',
        acceptedAtMs: Date.now(),
        dedupId: null,
        orderingKey: null,
        payload,
      }),
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
    {
      batchRecords: 500,
      batchBytes: 512 * 1024,
      gatherMs: 0,
      bufferRecords: 10_000,
      bufferBytes: 32 * 1024 * 1024,
    },
  );
  const value = Buffer.alloc(700);
  let last: Promise<unknown> | undefined;
  return {
    name: 'handOver',
    calls: 20_000,
    call: () => {
      const record = { topic: 'events', partition: 0, key: ORGANIZATION, value, headers: {} };
      last = batcher.addOne(record, 5000);
    },
    // As many records wait at a time as 64 connections leave there.
    rest: async () => last,
  };
}
