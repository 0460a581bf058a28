import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthUnavailableError } from '../errors.ts';
import { CACHE_MS } from './key-cache.ts';
import { OUTAGE_MS } from './key-verifier.ts';
import { setUp } from './verifier-fixture.ts';

test('a key expires when the database says, to the millisecond, also while it is away', async () => {
  const { state, verify, verifier, text, change } = setUp();
  change({ expiresInMs: 1000 });
  assert.ok(await verify());
  state.away = true;
  state.now = 999;
  assert.ok(verifier.verify(text));
  state.now = 1000;
  assert.equal(verifier.verify(text), undefined);
  assert.equal(state.hashed, 1);
});

test('while the database is away a verified key stays good for an hour, and no request waits for it', async () => {
  const { state, verify, verifier, text, lookUps } = setUp();
  await verify();
  state.away = true;
  state.now = CACHE_MS;
  assert.ok(await verify());
  assert.equal(lookUps.answering(), false);
  for (let i = 0; i < 50; i += 1) assert.ok(!(verifier.verify(text) instanceof Promise));
  assert.equal(state.asked.length, 2);
  state.now = OUTAGE_MS - 1;
  assert.ok(await verify());
  state.now = OUTAGE_MS;
  await assert.rejects(verify(), AuthUnavailableError);
  state.away = false;
  assert.ok(await verify());
  assert.equal(lookUps.answering(), true);
  assert.equal(state.hashed, 1);
  lookUps.stop();
});

test('while the database is away a key that was never verified cannot be checked', async () => {
  const { state, verify, lookUps } = setUp();
  state.away = true;
  await assert.rejects(verify(), AuthUnavailableError);
  state.away = false;
  assert.ok(await verify());
  lookUps.stop();
});

test('a database that hangs is not waited for', async () => {
  const { state, verify, lookUps } = setUp({ lookUpTimeoutMs: 20 });
  state.hangs = true;
  // The timer of a time-out does not keep a process, as a request's socket would.
  const alive = setTimeout(() => {}, 60_000);
  await assert.rejects(verify(), AuthUnavailableError);
  clearTimeout(alive);
  lookUps.stop();
});
