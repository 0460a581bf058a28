import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import type { HashReplacement } from '@hopline/postgres/keys/replace-key-hashes';
import { KeyCache } from './key-cache.ts';
import { createHashReplacing, REPLACED_AT_ONCE } from './replace-hashes.ts';
import { keyRow } from './stored-key-fixture.ts';

const AFTER_MS = 1000;

const row = (id: string, secretHash: string) => keyRow(id, { secretHash });

function setUp() {
  const state = { now: 0, answering: true, problem: undefined as Error | undefined };
  const table = new Map<string, StoredKey>();
  const asked: (readonly HashReplacement[])[] = [];
  const logged: string[] = [];
  const cache = new KeyCache();
  const note = (_fields: object, message: string) => void logged.push(message);
  const replaceSome = createHashReplacing({
    cache,
    lookUps: {
      answering: () => state.answering,
      check: (ids) => {
        for (const id of ids) cache.learn(id, table.get(id), state.now, state.now);
      },
    },
    replace: async (replacements) => {
      asked.push(replacements);
      await setImmediate();
      if (state.problem) throw state.problem;
      let replaced = 0;
      for (const { keyId, from, to } of replacements) {
        const old = table.get(keyId);
        if (old?.secretHash !== from) continue;
        table.set(keyId, { ...old, secretHash: to });
        replaced += 1;
      }
      return replaced;
    },
    afterMs: AFTER_MS,
    now: () => state.now,
    log: { info: note, warn: note } as never,
  });
  /** A key that was verified, as this one is stored. */
  const admit = (id: string, secretHash: string) => {
    table.set(id, row(id, secretHash));
    const known = cache.learn(id, table.get(id), state.now, state.now);
    if (known.row) cache.admit({ ...known, row: known.row }, { digest: id, hashed: `sha256 ${id}` }, 0);
  };
  const stored = () => [...table.values()].map(({ secretHash }) => secretHash);
  return { state, table, cache, asked, logged, replaceSome, admit, stored };
}

test('verified keys get the SHA-256 once the process has run long enough, and stay verified', async () => {
  const { state, cache, asked, logged, replaceSome, admit, stored } = setUp();
  admit('a', 'argon2id a');
  admit('b', 'sha256 b');
  state.now = AFTER_MS - 1;
  await replaceSome();
  assert.deepEqual(asked, []);
  state.now = AFTER_MS;
  await replaceSome();
  assert.deepEqual(asked, [[{ keyId: 'a', from: 'argon2id a', to: 'sha256 a' }]]);
  assert.deepEqual(stored(), ['sha256 a', 'sha256 b']);
  assert.ok(cache.verified('a') && cache.verified('b'));
  await replaceSome();
  assert.equal(asked.length, 1);
  assert.deepEqual(logged, ['key_hashes.replaced']);
});

test('so many at a time and no more, one statement after another, until all are done', async () => {
  const { state, asked, replaceSome, admit, stored } = setUp();
  for (let i = 0; i < REPLACED_AT_ONCE + 1; i += 1) admit(`${i}`, 'argon2id');
  state.now = AFTER_MS;
  await Promise.all([replaceSome(), replaceSome()]);
  assert.deepEqual(
    asked.map(({ length }) => length),
    [REPLACED_AT_ONCE],
  );
  await replaceSome();
  assert.deepEqual(
    asked.map(({ length }) => length),
    [REPLACED_AT_ONCE, 1],
  );
  assert.ok(stored().every((secretHash) => secretHash.startsWith('sha256')));
});

test('what another process has replaced, or revoked, is learnt and not asked for again', async () => {
  const { state, table, cache, asked, logged, replaceSome, admit } = setUp();
  admit('a', 'argon2id a');
  admit('b', 'argon2id b');
  table.set('a', row('a', 'sha256 a'));
  table.set('b', { ...row('b', 'sha256 b'), revoked: true });
  state.now = AFTER_MS;
  await replaceSome();
  assert.ok(cache.verified('a'));
  assert.equal(cache.verified('b'), undefined);
  await replaceSome();
  assert.deepEqual([asked.length, logged], [1, []]);
});

test('a failure is told of once and tried again, and nothing is tried while Postgres is known to be away', async () => {
  const { state, asked, logged, replaceSome, admit, stored } = setUp();
  admit('a', 'argon2id a');
  state.now = AFTER_MS;
  state.problem = new Error('no place');
  await replaceSome();
  await replaceSome();
  state.answering = false;
  await replaceSome();
  assert.deepEqual([asked.length, logged], [2, ['key_hashes.not_replaced']]);
  state.answering = true;
  state.problem = undefined;
  await replaceSome();
  assert.deepEqual(stored(), ['sha256 a']);
  assert.deepEqual(logged, ['key_hashes.not_replaced', 'key_hashes.replaced']);
});
