import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthUnavailableError } from '../errors.ts';
import { formatApiKey, generateApiKey } from './api-key.ts';
import { argon2idOf } from './argon2id-fixture.ts';
import { CACHE_MS } from './key-cache.ts';
import { HASHES_OF_ID, REFUSED_MS, UNKNOWN_MS } from './key-verifier.ts';
import { secretCheck } from './secret-hash.ts';
import { setUp, storedKey, wrongSecret } from './verifier-fixture.ts';

test('a valid key is verified once, by however many requests that come at the same time, and is then known at once', async () => {
  const { state, verify, verifier, text, row, counts } = setUp();
  const answers = await Promise.all(Array.from({ length: 20 }, () => verify()));
  assert.equal(new Set(answers).size, 1);
  assert.deepEqual(answers[0], {
    keyId: row.id,
    organizationId: 'an organization',
    scopes: ['events:write'],
    tier: 'free',
    rateLimit: null,
    partitionSpread: 1,
  });
  assert.deepEqual([state.asked.length, state.hashed], [1, 1]);
  for (let i = 0; i < 200; i += 1) assert.equal(verifier.verify(text), answers[0]);
  assert.deepEqual([state.asked.length, state.hashed], [1, 1]);
  assert.deepEqual(
    [counts.hits.value, counts.refusals.value, counts.misses.value, counts.hashes.value],
    [200, 0, 20, 1],
  );
});

test('what is no key at all is refused at once', async () => {
  const { state, verifier, text } = setUp();
  for (const key of ['', 'hop_nonsense', `${text}x`, text.replace('hop_', 'pop_'), 'é'.repeat(64)]) {
    assert.equal(verifier.verify(key), undefined, key);
  }
  assert.equal(state.asked.length, 0);
});

test('an unknown id is refused without hashing, and without asking again for a moment', async () => {
  const { state, verify, verifier } = setUp();
  const unknown = formatApiKey(generateApiKey());
  assert.equal(await verify(unknown), undefined);
  assert.equal(verifier.verify(unknown), undefined);
  state.now = UNKNOWN_MS - 1;
  assert.equal(verifier.verify(unknown), undefined);
  assert.deepEqual([state.asked.length, state.hashed], [1, 0]);
  state.now = UNKNOWN_MS;
  assert.ok(verifier.verify(unknown) instanceof Promise);
});

test('a key that was made after its id was asked for is good as soon as the id is asked for again', async () => {
  const { state, rows, verify } = setUp();
  const { text, row } = storedKey();
  assert.equal(await verify(text), undefined);
  rows.set(row.id, row);
  state.now = UNKNOWN_MS;
  assert.equal((await verify(text))?.keyId, row.id);
});

test('a flood of wrong secrets for a key, known or not, asks Postgres once and hashes nothing', async () => {
  for (const known of [true, false]) {
    const { state, verify, verifier, row } = setUp();
    if (known) await verify();
    const { hashed } = state;
    assert.equal(await verify(wrongSecret(row.id)), undefined);
    for (let i = 0; i < 100; i += 1) assert.equal(verifier.verify(wrongSecret(row.id)), undefined);
    assert.equal(state.asked.length, 1);
    assert.equal(state.hashed, hashed);
    assert.equal((await verify())?.keyId, row.id);
  }
});

test('argon2id has the last word when the 32-bit check happens to fit, and its refusal is kept for a minute', async () => {
  const { state, verify, verifier, row, change } = setUp();
  const wrong = generateApiKey().secret;
  change({ secretCheck: secretCheck(wrong) });
  const text = formatApiKey({ id: row.id, secret: wrong });
  assert.equal(await verify(text), undefined);
  assert.equal(state.hashed, 1);
  state.now = REFUSED_MS - 1;
  assert.equal(verifier.verify(text), undefined);
  state.now = REFUSED_MS;
  assert.equal(await verify(text), undefined);
  assert.equal(state.hashed, 2);
});

test('of one key few secrets are hashed at once, whatever their first 32 bits', async () => {
  const { state, gate, verify, row, rows, change } = setUp();
  const open = Promise.withResolvers<void>();
  gate.open = open.promise;
  const tries: Promise<unknown>[] = [];
  // Instead of a search for secrets that have the bits of the row: a row that has those of the secret.
  const tryWrong = () => {
    const { secret } = generateApiKey();
    change({ secretCheck: secretCheck(secret) });
    state.now += REFUSED_MS;
    return verify(formatApiKey({ id: row.id, secret }));
  };
  for (let i = 1; i <= HASHES_OF_ID; i += 1) {
    tries.push(tryWrong());
    while (state.hashed < i) await new Promise(setImmediate);
  }
  await assert.rejects(tryWrong(), AuthUnavailableError);
  const other = storedKey();
  rows.set(other.row.id, other.row);
  const good = verify(other.text);
  while (state.hashed === HASHES_OF_ID) await new Promise(setImmediate);
  open.resolve();
  assert.ok(await good);
  assert.deepEqual(await Promise.all(tries), [undefined, undefined]);
  assert.equal(await tryWrong(), undefined);
});

test('a revoked key is refused without hashing, and without asking again for a minute', async () => {
  const { state, verify, verifier, text, change } = setUp();
  change({ revoked: true });
  assert.equal(await verify(), undefined);
  state.now = REFUSED_MS - 1;
  assert.equal(verifier.verify(text), undefined);
  assert.deepEqual([state.asked.length, state.hashed], [1, 0]);
});

test('a key that was not checked for five minutes is asked for before it is good again, without hashing', async () => {
  const { state, verify, change } = setUp();
  await verify();
  state.now = CACHE_MS;
  assert.ok(await verify());
  assert.deepEqual([state.asked.length, state.hashed], [2, 1]);
  state.now = 2 * CACHE_MS;
  change({ revoked: true });
  assert.equal(await verify(), undefined);
});

test('a key whose row has another hash is verified anew', async () => {
  const { state, verify, change } = setUp();
  await verify();
  state.now = CACHE_MS;
  change({ secretHash: argon2idOf('another secret') });
  assert.equal(await verify(), undefined);
});

test('a request that has waited enough for argon2id is told to come again, and then finds its key known', async () => {
  const { verify, verifier, text, state, gate } = setUp({ waitMs: 1 });
  const open = Promise.withResolvers<void>();
  gate.open = open.promise;
  await assert.rejects(verify(), AuthUnavailableError);
  open.resolve();
  for (;;) {
    const answer = verifier.verify(text);
    if (!(answer instanceof Promise)) {
      assert.ok(answer);
      break;
    }
    await answer.catch(() => {});
  }
  assert.deepEqual([state.asked.length, state.hashed], [1, 1]);
});

test('a key that is revoked while its secret is hashed is refused', async () => {
  const { row, state, gate, verify, cache } = setUp();
  const open = Promise.withResolvers<void>();
  gate.open = open.promise;
  const answer = verify();
  while (state.hashed === 0) await new Promise(setImmediate);
  // As a notice would have it looked up again meanwhile.
  assert.deepEqual(cache.goodIds(new Set([row.organizationId])), [row.id]);
  cache.learn(row.id, { ...row, revoked: true }, 1, 1);
  open.resolve();
  assert.equal(await answer, undefined);
});

test('a cache that is full lets the key go whose check is the oldest', async () => {
  const { rows, verify, verifier } = setUp({ cacheSize: 2 });
  const keys = [storedKey(), storedKey(), storedKey()];
  for (const { text, row } of keys) {
    rows.set(row.id, row);
    await verify(text);
  }
  const atOnce = keys.map(({ text }) => !(verifier.verify(text) instanceof Promise));
  assert.deepEqual(atOnce, [false, true, true]);
});

test('a flood of unknown ids pushes no good key out', async () => {
  const { verify, verifier, text, cache } = setUp({ cacheSize: 10 });
  await verify();
  await Promise.all(Array.from({ length: 100 }, () => verify(formatApiKey(generateApiKey()))));
  assert.ok(!(verifier.verify(text) instanceof Promise));
  assert.deepEqual(cache.sizes, { verified: 1, seen: 10 });
});
