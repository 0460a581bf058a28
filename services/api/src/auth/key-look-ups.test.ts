import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredKey } from '@hopline/postgres/keys/find-keys';
import { KeyCache } from './key-cache.ts';
import { createKeyLookUps } from './key-look-ups.ts';
import { keyRow } from './stored-key-fixture.ts';

const row = (id: string, organizationId: string, changes: Partial<StoredKey> = {}) =>
  keyRow(id, { organizationId, ...changes });

/** Look-ups whose statements are answered by hand. */
function setUp(rows: StoredKey[]) {
  const table = new Map(rows.map((one) => [one.id, one]));
  const cache = new KeyCache();
  const asked: { ids: string[]; answer: () => void; fail: () => void }[] = [];
  const lookUps = createKeyLookUps({
    cache,
    now: () => performance.now(),
    timeoutMs: 10_000,
    onAnswering: () => {},
    findKeys: (ids) =>
      new Promise((resolve, reject) => {
        // Read when the statement begins, as Postgres does.
        const found = ids.flatMap((id) => table.get(id) ?? []);
        asked.push({
          ids: [...ids],
          answer: () => resolve(found),
          fail: () => reject(new Error('away')),
        });
      }),
  });
  /** Puts keys into the cache as verified ones. */
  const admit = (...ids: string[]) => {
    for (const id of ids) {
      const known = cache.learn(id, table.get(id), performance.now(), performance.now());
      if (known.row)
        cache.admit(
          { ...known, row: known.row },
          { digest: `digest of ${id}`, hashed: `hash of ${id}` },
          performance.now(),
        );
    }
  };
  const statement = async (n: number) => {
    for (;;) {
      const one = asked[n];
      if (one) return one;
      await sleep(1);
    }
  };
  return { table, cache, lookUps, asked, admit, statement };
}

test('one id is asked for at once, and those that come meanwhile together, each once', async () => {
  const { lookUps, statement, asked } = setUp([row('a', 'o'), row('b', 'o')]);
  const first = lookUps.find('a');
  const others = ['b', 'c', 'b', 'c'].map((id) => lookUps.find(id));
  assert.equal(asked.length, 1);
  (await statement(0)).answer();
  assert.equal((await first).row?.id, 'a');
  (await statement(1)).answer();
  const found = await Promise.all(others);
  assert.deepEqual(
    found.map(({ row }) => row?.id),
    ['b', undefined, 'b', undefined],
  );
  assert.deepEqual(
    asked.map(({ ids }) => ids),
    [['a'], ['b', 'c']],
  );
  assert.equal(lookUps.statements(), 2);
});

test('a thousand unknown ids in a row become few statements: one in 20 ms, however slow the machine is', async () => {
  const { lookUps, asked } = setUp([]);
  const answering = setInterval(() => asked.at(-1)?.answer(), 1);
  const all: Promise<unknown>[] = [];
  const begunAt = performance.now();
  for (let i = 0; i < 1000; i += 1) {
    all.push(lookUps.find(`id${i}`));
    if (i % 20 === 0) await sleep(1);
  }
  await Promise.all(all);
  clearInterval(answering);
  // A timer may fire a millisecond early.
  const most = 1 + (performance.now() - begunAt) / 19;
  assert.ok(asked.length <= most, `${asked.length} statements, not ${most}`);
});

test('an id that is asked for while it is under way is asked for again: the answer may be of before', async () => {
  const { table, lookUps, statement } = setUp([row('a', 'o')]);
  const before = lookUps.find('a');
  table.set('a', row('a', 'o', { revoked: true }));
  const after = lookUps.find('a');
  (await statement(0)).answer();
  assert.equal((await before).row?.revoked, false);
  (await statement(1)).answer();
  assert.equal((await after).row?.revoked, true);
});

test('a notice has the cached keys of that organization checked by one statement, and their callers replaced', async () => {
  const { table, cache, lookUps, admit, statement } = setUp([row('a', 'o'), row('b', 'o'), row('c', 'p')]);
  admit('a', 'b', 'c');
  const before = cache.verified('b')?.caller;
  table.set('a', row('a', 'o', { revoked: true }));
  table.set('b', row('b', 'o', { tier: 'pro', rateLimit: 7, partitionSpread: 4 }));
  lookUps.organizationChanged('o');
  const { ids, answer } = await statement(0);
  assert.deepEqual(ids, ['a', 'b']);
  answer();
  while (cache.verified('a')) await sleep(1);
  const after = cache.verified('b')?.caller;
  assert.notEqual(after, before);
  assert.deepEqual(after, { ...before, tier: 'pro', rateLimit: 7, partitionSpread: 4 });
});

test('a notice that comes while a key is looked up is not lost', async () => {
  const { table, cache, lookUps, statement } = setUp([row('a', 'o')]);
  const found = lookUps.find('a');
  table.set('a', row('a', 'o', { revoked: true }));
  lookUps.organizationChanged('o');
  (await statement(0)).answer();
  // What was true before the revocation; verified in the meantime.
  const known = await found;
  assert.ok(known.row);
  cache.admit({ ...known, row: known.row }, { digest: 'digest', hashed: 'hash of a' }, 0);
  const { ids, answer } = await statement(1);
  assert.deepEqual(ids, ['a']);
  answer();
  while (cache.verified('a')) await sleep(1);
});

test('a check of all keys that fails is made again until it is answered, and so is a notice', async () => {
  const { table, cache, lookUps, admit, statement } = setUp([row('a', 'o'), row('b', 'p')]);
  admit('a', 'b');
  table.set('a', row('a', 'o', { revoked: true }));
  lookUps.organizationChanged('o');
  (await statement(0)).fail();
  const { ids, answer } = await statement(1);
  assert.equal(lookUps.answering(), false);
  assert.deepEqual(ids, ['a', 'b']);
  answer();
  while (cache.verified('a')) await sleep(1);
  assert.equal(lookUps.answering(), true);
});

test('while Postgres does not answer a few look-ups find out when it does, and all others fail at once', async () => {
  const { lookUps, statement, asked } = setUp([row('a', 'o')]);
  const first = lookUps.find('a');
  (await statement(0)).fail();
  await assert.rejects(first, /at the moment/);
  const probes = ['a', 'b', 'c', 'd'].map((id) => lookUps.find(id));
  for (let i = 0; i < 100; i += 1) await assert.rejects(lookUps.find(`id${i}`), /at the moment/);
  assert.equal(asked.length, 1);
  const same = lookUps.find('a');
  const { ids, answer } = await statement(1);
  assert.deepEqual(ids, ['a', 'b', 'c', 'd']);
  // As many again while that one hangs.
  const next = ['e', 'f', 'g', 'h'].map((id) => lookUps.find(id));
  await assert.rejects(lookUps.find('i'), /at the moment/);
  answer();
  assert.equal((await same).row?.id, 'a');
  // In the same turn, in which no statement begins.
  next.push(lookUps.find('i'));
  await Promise.all(probes);
  (await statement(2)).answer();
  assert.equal((await Promise.all(next)).length, 5);
});

test('all keys are checked in batches', async () => {
  const rows = Array.from({ length: 2500 }, (_, i) => row(`id${i}`, 'o'));
  const { lookUps, asked, admit } = setUp(rows);
  admit(...rows.map(({ id }) => id));
  lookUps.checkAll();
  const ids = new Set<string>();
  while (ids.size < 2500) {
    await sleep(1);
    for (const one of asked) {
      for (const id of one.ids) ids.add(id);
      one.answer();
    }
  }
  assert.ok(asked.length <= 4, `${asked.length} statements`);
});

test('nothing is asked when there is nothing to ask about, and nobody waits after a stop', async () => {
  const { lookUps, asked } = setUp([]);
  lookUps.checkAll();
  lookUps.organizationChanged('o');
  assert.equal(asked.length, 0);
  const under = lookUps.find('a');
  const waiting = lookUps.find('b');
  lookUps.stop();
  await assert.rejects(waiting, /at the moment/);
  asked[0]?.answer();
  await under;
  await assert.rejects(lookUps.find('c'), /at the moment/);
});
