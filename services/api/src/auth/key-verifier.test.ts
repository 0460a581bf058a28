import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthUnavailableError } from '../errors.ts';
import { formatApiKey, generateApiKey } from './api-key.ts';
import {
  ASK_AGAIN_MS,
  CACHE_MS,
  createKeyVerifier,
  OUTAGE_MS,
  REFRESH_MS,
  type StoredKey,
} from './key-verifier.ts';
import { hashSecret, secretCheck } from './secret-hash.ts';

/** A verifier over one stored key, a clock that is set by hand, and a database that can be away. */
async function setUp(options: { waitTimeoutMs?: number } = {}) {
  const key = generateApiKey();
  const state = {
    now: 0,
    away: false,
    lookUps: 0,
    stored: {
      id: key.id,
      organizationId: 'an organization',
      secretHash: await hashSecret(key.secret),
      secretCheck: secretCheck(key.secret),
      revoked: false,
      scopes: ['events:write'],
      tier: 'free',
      rateLimit: null,
      partitionSpread: 1,
    } as StoredKey | undefined,
  };
  const verifier = createKeyVerifier({
    now: () => state.now,
    findKey: async (id) => {
      state.lookUps += 1;
      if (state.away) throw new Error('connection refused');
      return id === key.id ? state.stored : undefined;
    },
    ...options,
  });
  const organization = async (text = formatApiKey(key)) => (await verifier.verify(text))?.organizationId;
  /** Lets what runs behind the requests come to its end. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { key, text: formatApiKey(key), state, verifier, organization, settle };
}

test('a valid key is verified once, by however many requests that come at the same time, and is then known at once', async () => {
  const { state, organization, verifier, text } = await setUp();
  const answers = await Promise.all(Array.from({ length: 20 }, () => organization()));
  assert.deepEqual(new Set(answers), new Set(['an organization']));
  assert.equal(state.lookUps, 1);
  assert.ok(!(verifier.verify(text) instanceof Promise));
  assert.equal(state.lookUps, 1);
});

test('a wrong secret, an unknown id and what is no key at all are refused, the last one without a look-up', async () => {
  const { key, state, organization } = await setUp();
  const other = generateApiKey();
  assert.equal(await organization(formatApiKey({ id: key.id, secret: other.secret })), undefined);
  assert.equal(await organization(formatApiKey({ id: other.id, secret: key.secret })), undefined);
  assert.equal(state.lookUps, 2);
  assert.equal(await organization('hop_nonsense'), undefined);
  assert.equal(state.lookUps, 2);
});

test('argon2id has the last word when the 32-bit check happens to fit', async () => {
  const { key, state, organization } = await setUp();
  const wrong = generateApiKey().secret;
  if (state.stored) state.stored = { ...state.stored, secretCheck: secretCheck(wrong) };
  assert.equal(await organization(formatApiKey({ id: key.id, secret: wrong })), undefined);
});

test('a key in use is asked for again behind the requests, and a revoked one is refused from then on', async () => {
  const { state, organization, verifier, text, settle } = await setUp();
  await organization();
  state.now = REFRESH_MS;
  assert.ok(!(verifier.verify(text) instanceof Promise));
  await settle();
  assert.equal(state.lookUps, 2);
  state.now = REFRESH_MS + CACHE_MS - 1;
  if (state.stored) state.stored = { ...state.stored, revoked: true };
  assert.equal(await organization(), 'an organization');
  await settle();
  assert.equal(await organization(), undefined);
});

test('a key that was not used for five minutes is asked for before it is good again', async () => {
  const { state, organization } = await setUp();
  await organization();
  state.now = CACHE_MS;
  state.stored = undefined;
  assert.equal(await organization(), undefined);
});

test('while the database is away a verified key stays good for an hour, and the database is asked now and then', async () => {
  const { state, organization, verifier, text, settle } = await setUp();
  await organization();
  state.away = true;
  state.now = CACHE_MS + 1;
  assert.equal(await organization(), 'an organization');
  assert.equal(state.lookUps, 2);
  for (let i = 0; i < 50; i += 1) assert.ok(!(verifier.verify(text) instanceof Promise));
  assert.equal(state.lookUps, 2);
  state.now += ASK_AGAIN_MS;
  verifier.verify(text);
  await settle();
  assert.equal(state.lookUps, 3);
  state.now = OUTAGE_MS - 1;
  assert.equal(await organization(), 'an organization');
  await settle();
  state.now = OUTAGE_MS;
  await assert.rejects(organization(), AuthUnavailableError);
  state.away = false;
  assert.equal(await organization(), 'an organization');
});

test('while the database is away a key that was never verified cannot be checked', async () => {
  const { state, organization } = await setUp();
  state.away = true;
  await assert.rejects(organization(), AuthUnavailableError);
  state.away = false;
  assert.equal(await organization(), 'an organization');
});

test('a database that hangs is not waited for longer than the request may wait', async () => {
  const key = generateApiKey();
  const verifier = createKeyVerifier({ findKey: () => new Promise(() => {}), waitTimeoutMs: 20 });
  await assert.rejects(async () => verifier.verify(formatApiKey(key)), AuthUnavailableError);
});

test('a cache that is full lets the key go whose check is the oldest', async () => {
  const keys = await Promise.all([1, 2, 3].map(async () => generateApiKey()));
  const stored = new Map<string, StoredKey>();
  for (const { id, secret } of keys) {
    const secretHash = await hashSecret(secret);
    stored.set(id, {
      id,
      organizationId: id,
      secretHash,
      secretCheck: secretCheck(secret),
      revoked: false,
      scopes: [],
      tier: 'free',
      rateLimit: null,
      partitionSpread: 1,
    });
  }
  const verifier = createKeyVerifier({ findKey: async (id) => stored.get(id), cacheSize: 2 });
  for (const key of keys) await verifier.verify(formatApiKey(key));
  const atOnce = keys.map((key) => !(verifier.verify(formatApiKey(key)) instanceof Promise));
  assert.deepEqual(atOnce, [false, true, true]);
});
