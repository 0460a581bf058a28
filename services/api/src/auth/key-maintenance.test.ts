import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeyUse } from '@hopline/postgres/keys/write-key-uses';
import { formatApiKey, generateApiKey } from './api-key.ts';
import { CACHE_MS, KeyCache } from './key-cache.ts';
import { createKeyLookUps } from './key-look-ups.ts';
import { CLEAN_EVERY_MS, createKeyMaintenance, REFRESH_MS } from './key-maintenance.ts';
import { createKeyVerifier, createVerifierCounts, OUTAGE_MS } from './key-verifier.ts';
import { secretCheck } from './secret-hash.ts';
import { keyRow } from './stored-key-fixture.ts';

// The 32-bit check of whichever key is asked for.
const checks = new Map<string, number>();

const row = (id: string) => keyRow(id, { secretCheck: checks.get(id) ?? 1 });

function setUp() {
  const state = { now: 0, away: false, listening: true, asked: [] as string[][], failing: false };
  const written: KeyUse[][] = [];
  const warned: string[] = [];
  const cache = new KeyCache();
  const now = () => state.now;
  const lookUps = createKeyLookUps({
    cache,
    now,
    timeoutMs: 1000,
    onAnswering: () => {},
    findKeys: async (ids) => {
      state.asked.push([...ids]);
      if (state.away) throw new Error('away');
      return ids.map(row);
    },
  });
  const maintenance = createKeyMaintenance({
    cache,
    lookUps,
    verifier: { clean: () => {} },
    listener: {
      name: 'a listener',
      start: async () => {},
      stop: async () => {},
      listening: () => state.listening,
    },
    writeUses: async (uses) => {
      if (state.failing) throw new Error('no place');
      written.push([...uses].sort((a, b) => a.keyId.localeCompare(b.keyId)));
    },
    replaceHashes: async () => {},
    now,
    log: { warn: (_fields: object, message: string) => void warned.push(message) } as never,
  });
  /** A key that was verified, and used then. */
  const admit = (id: string) => {
    const known = cache.learn(id, row(id), state.now, state.now);
    if (known.row)
      cache.admit(
        { ...known, row: known.row },
        { digest: `digest of ${id}`, hashed: `hash of ${id}` },
        state.now,
      );
  };
  const use = (id: string) => {
    const key = cache.verified(id);
    assert.ok(key, `${id} is not kept`);
    key.usedAt = state.now;
  };
  return { state, cache, lookUps, maintenance, written, warned, admit, use };
}

test('a key in use is checked again before its five minutes are over, one that is not used is let go after them', async () => {
  const { state, cache, maintenance, admit, use } = setUp();
  admit('used');
  admit('unused');
  for (let minute = 1; minute <= 5; minute += 1) {
    state.now = minute * CLEAN_EVERY_MS;
    use('used');
    await maintenance.clean();
    await sleep(0);
  }
  assert.ok(REFRESH_MS + CLEAN_EVERY_MS < CACHE_MS);
  assert.deepEqual(state.asked, [['used']]);
  assert.ok((cache.verified('used')?.goodUntil ?? 0) > state.now);
  assert.ok(cache.verified('unused'));
  state.now += 1;
  await maintenance.clean();
  assert.equal(cache.verified('unused'), undefined);
});

test('under steady load more than 99 in 100 requests are answered from memory, for as long as it lasts', async () => {
  const { state, cache, lookUps, maintenance } = setUp();
  let hashes = 0;
  const counts = createVerifierCounts();
  const verifier = createKeyVerifier({
    counts,
    waitMs: 1000,
    cache,
    lookUps,
    now: () => state.now,
    argon2id: {
      verify: async () => {
        hashes += 1;
        return true;
      },
    },
  });
  const keys = Array.from({ length: 5 }, () => generateApiKey());
  for (const { id, secret } of keys) checks.set(id, secretCheck(secret));
  for (let second = 0; second < 20 * 60; second += 1) {
    state.now = second * 1000;
    if (second % 60 === 0) await maintenance.clean();
    for (const key of keys) assert.ok(await verifier.verify(formatApiKey(key)));
  }
  const [hits, misses] = [counts.hits.value, counts.misses.value];
  assert.equal(hashes, 5);
  assert.ok(hits / (hits + misses) > 0.99, `${hits} hits, ${misses} misses`);
});

test('while Postgres does not answer no verified key is let go for an hour', async () => {
  const { state, cache, lookUps, maintenance, admit } = setUp();
  admit('a');
  state.away = true;
  await assert.rejects(lookUps.find('a'));
  state.now = OUTAGE_MS;
  await maintenance.clean();
  assert.ok(cache.verified('a'));
  state.now = OUTAGE_MS + 1;
  await maintenance.clean();
  assert.equal(cache.verified('a'), undefined);
  lookUps.stop();
});

test('without a connection for notices all keys are checked every half minute, with one none is', async () => {
  const { state, maintenance, admit } = setUp();
  admit('a');
  admit('b');
  maintenance.checkUnheard();
  assert.deepEqual(state.asked, []);
  state.listening = false;
  maintenance.checkUnheard();
  assert.deepEqual(state.asked, [['a', 'b']]);
});

test('the last uses since the last time are written in one go, those of keys that are gone too, and none twice', async () => {
  const { state, cache, maintenance, written, admit, use } = setUp();
  admit('a');
  admit('b');
  admit('c');
  state.now = 10_000;
  use('b');
  use('c');
  // As when it was revoked.
  cache.learn('c', undefined, state.now, state.now);
  state.now = 60_000;
  await maintenance.clean();
  assert.deepEqual(written, [
    [
      { keyId: 'a', secondsAgo: 60 },
      { keyId: 'b', secondsAgo: 50 },
      { keyId: 'c', secondsAgo: 50 },
    ],
  ]);
  state.now = 120_000;
  await maintenance.clean();
  assert.equal(written.length, 1);
  use('a');
  await maintenance.stop(AbortSignal.timeout(5000));
  assert.deepEqual(written[1], [{ keyId: 'a', secondsAgo: 0 }]);
});

test('uses that could not be written are written with the next ones', async () => {
  const { state, maintenance, written, warned, admit } = setUp();
  admit('a');
  state.failing = true;
  state.now = 1000;
  await maintenance.clean();
  assert.deepEqual([written, warned], [[], ['key_uses.lost']]);
  state.failing = false;
  state.now = 2000;
  await maintenance.clean();
  assert.deepEqual(written, [[{ keyId: 'a', secondsAgo: 2 }]]);
});

test('it starts and stops as often as it is asked to', async () => {
  const { maintenance } = setUp();
  await maintenance.stop(AbortSignal.timeout(5000));
  await maintenance.start();
  await maintenance.start();
  await maintenance.stop(AbortSignal.timeout(5000));
  await maintenance.stop(AbortSignal.timeout(5000));
});
