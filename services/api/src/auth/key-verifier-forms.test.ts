// Keys as they are stored now, keys of releases before, and what a key meets whose row changes from one to the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { formatApiKey, generateApiKey, parseApiKey } from './api-key.ts';
import { CACHE_MS } from './key-cache.ts';
import { hashSecret, secretCheck } from './secret-hash.ts';
import { setUp, storedKey } from './verifier-fixture.ts';

const secretOf = (text: string) => parseApiKey(text)?.secret ?? '';

/** A verifier whose argon2id is under way and waits for `open`. */
async function setUpHashing() {
  const parts = setUp();
  const open = Promise.withResolvers<void>();
  parts.gate.open = open.promise;
  const answer = parts.verify();
  while (parts.state.hashed === 0) await setImmediate();
  return { ...parts, answer, open: open.resolve };
}

test('a key with a SHA-256 is verified by its row alone', async () => {
  const { state, verify, verifier, text, row, counts } = setUp({ form: 'sha256' });
  assert.equal((await verify())?.keyId, row.id);
  assert.ok(!(verifier.verify(text) instanceof Promise));
  assert.deepEqual([state.asked.length, state.hashed, counts.hashes.value], [1, 0, 0]);
});

test('two thousand keys with a SHA-256 that nobody has seen need a few statements and nothing else', async () => {
  const { state, rows, verify } = setUp();
  const keys = Array.from({ length: 2000 }, () => storedKey('sha256'));
  for (const { row } of keys) rows.set(row.id, row);
  // Look-ups have a moment between them by this clock.
  const ticking = setInterval(() => (state.now += 20), 1);
  const callers = await Promise.all(keys.map(({ text }) => verify(text)));
  clearInterval(ticking);
  assert.deepEqual(
    callers.map((caller) => caller?.keyId),
    keys.map(({ row }) => row.id),
  );
  assert.equal(state.hashed, 0);
  assert.ok(state.asked.length < 10, `${state.asked.length} statements`);
});

test('of a key with a SHA-256 a wrong secret is refused from memory, whatever its first 32 bits', async () => {
  const { state, verify, verifier, row, change } = setUp({ form: 'sha256' });
  const { secret } = generateApiKey();
  change({ secretCheck: secretCheck(secret) });
  const wrong = formatApiKey({ id: row.id, secret });
  assert.equal(await verify(wrong), undefined);
  assert.equal(verifier.verify(wrong), undefined);
  assert.ok(await verify());
  assert.equal(verifier.verify(wrong), undefined);
  assert.deepEqual([state.asked.length, state.hashed], [2, 0]);
});

test('a verified key whose row gets the SHA-256 is good at once, by the same object, and is hashed no more', async () => {
  const { state, verify, verifier, lookUps, cache, text, row, change } = setUp();
  const caller = await verify();
  change({ secretHash: hashSecret(secretOf(text)) });
  lookUps.organizationChanged(row.organizationId);
  assert.equal(verifier.verify(text), caller);
  state.now = CACHE_MS;
  assert.equal(await verify(), caller);
  assert.equal(state.hashed, 1);
  assert.deepEqual(cache.replaceable(10), []);
});

test('a verified key whose row gets the SHA-256 of another secret is good no more', async () => {
  const { state, verify, change } = setUp();
  await verify();
  change({ secretHash: hashSecret('another secret') });
  state.now = CACHE_MS;
  assert.equal(await verify(), undefined);
  assert.equal(state.hashed, 1);
});

test('a verified key whose row has argon2id again, as after a standby was promoted, is verified by it', async () => {
  const { state, verify, row, text, change } = setUp();
  change({ secretHash: hashSecret(secretOf(text)) });
  assert.ok(await verify());
  assert.equal(state.hashed, 0);
  change({ secretHash: row.secretHash });
  state.now = CACHE_MS;
  assert.ok(await verify());
  assert.equal(state.hashed, 1);
});

test('a key that is replaced by another process while argon2id is computed is good', async () => {
  const { answer, open, cache, state, row, text, verify } = await setUpHashing();
  cache.learn(row.id, { ...row, secretHash: hashSecret(secretOf(text)) }, 0, 0);
  open();
  assert.equal((await answer)?.keyId, row.id);
  assert.ok(await verify());
  assert.equal(state.hashed, 1);
  assert.deepEqual(cache.replaceable(10), []);
});

test('a key that is replaced and revoked while argon2id is computed is refused', async () => {
  const { answer, open, cache, row, text } = await setUpHashing();
  cache.learn(row.id, { ...row, secretHash: hashSecret(secretOf(text)), revoked: true }, 0, 0);
  open();
  assert.equal(await answer, undefined);
});

test('a key whose row gets another secret while argon2id is computed is refused', async () => {
  const { answer, open, cache, row } = await setUpHashing();
  cache.learn(row.id, { ...row, secretHash: hashSecret('another secret') }, 0, 0);
  open();
  assert.equal(await answer, undefined);
});

test('a key that argon2id has confirmed waits to be replaced by what its secret is stored as now', async () => {
  const { verify, cache, rows, row, text } = setUp();
  const other = storedKey('sha256');
  rows.set(other.row.id, other.row);
  assert.ok((await verify()) && (await verify(other.text)));
  const waiting = cache.replaceable(10).map(({ id, hashed }) => [id, hashed]);
  assert.deepEqual(waiting, [[row.id, hashSecret(secretOf(text))]]);
  assert.deepEqual(cache.replaceable(0), []);
});
