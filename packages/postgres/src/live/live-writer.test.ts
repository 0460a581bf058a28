import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { LiveCounts } from './live-counts.ts';
import type { LiveStore } from './live-store.ts';
import { createLiveWriter } from './live-writer.ts';

/** A writer to a store that the test takes away, or has take its time; seconds pass when it says so. */
function fixture(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const state = { isAway: false, watched: ['a', 'b'], slow: Promise.resolve() };
  /** What was added at a time: the organizations and what they have accepted. */
  const written: Record<string, number>[] = [];
  const logged: string[] = [];
  let asked = 0;
  const ask = () => {
    asked += 1;
    if (state.isAway) throw new Error('away');
  };
  const store: LiveStore = {
    async readWatched() {
      ask();
      return new Set(state.watched);
    },
    async add(rows) {
      ask();
      await state.slow;
      written.push(
        Object.fromEntries(rows.map(({ organizationId, accepted }) => [organizationId, accepted])),
      );
    },
  };
  const note = (_fields: unknown, event?: string) => void logged.push(String(event));
  const counts = new LiveCounts();
  const writer = createLiveWriter({ counts, store, log: { warn: note, info: note } });
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
  };
  return { state, written, logged, counts, writer, pass, asked: () => asked };
}

test('what was counted of organizations that somebody looks at is written two seconds later, and nothing while there is nothing', async (t) => {
  const { written, counts, pass, asked } = fixture(t);
  await pass(60_000);
  assert.equal(asked(), 0);
  counts.accepted('a', 2);
  counts.accepted('nobody looks', 5);
  await pass(1999);
  assert.deepEqual(written, []);
  counts.accepted('a', 1);
  await pass(1);
  assert.deepEqual(written, [{ a: 3 }]);
  await pass(60_000);
  assert.equal(asked(), 2);
});

test('what is counted while Postgres is away is forgotten, it is asked ever less often, and the log says so once', async (t) => {
  const { state, written, logged, counts, pass, asked } = fixture(t);
  state.isAway = true;
  for (let seconds = 0; seconds < 120; seconds += 1) {
    counts.accepted('a', 1);
    await pass(1000);
  }
  assert.ok(asked() < 20, `asked ${asked()} times`);
  state.isAway = false;
  counts.accepted('b', 1);
  await pass(30_000);
  counts.accepted('b', 7);
  await pass(2000);
  assert.deepEqual(written.at(-1), { b: 7 });
  assert.ok(
    written.every((row) => (row.a ?? 0) <= 40),
    'only what came since the last try',
  );
  assert.deepEqual(logged, ['live.writing_lost', 'live.writing_resumed']);
});

test('many organizations are written a few hundred at a time', async (t) => {
  const { state, written, counts, pass } = fixture(t);
  state.watched = Array.from({ length: 1200 }, (_, i) => `o${i}`);
  for (const id of state.watched) counts.accepted(id, 1);
  await pass(2000);
  assert.deepEqual(
    written.map((rows) => Object.keys(rows).length),
    [500, 500, 200],
  );
});

test('what is counted while a round is still writing is written after it', async (t) => {
  const { state, written, counts, pass, asked } = fixture(t);
  const slow = Promise.withResolvers<void>();
  state.slow = slow.promise;
  counts.accepted('a', 1);
  await pass(2000);
  counts.accepted('a', 2);
  await pass(2000);
  assert.deepEqual([written, asked()], [[], 2]);
  slow.resolve();
  await pass(0);
  assert.deepEqual(written, [{ a: 1 }, { a: 2 }]);
});

test('a stop writes what is left, unless Postgres is away', async (t) => {
  const { state, written, counts, writer, pass } = fixture(t);
  counts.accepted('a', 4);
  await writer.stop(AbortSignal.timeout(60_000));
  assert.deepEqual(written, [{ a: 4 }]);
  counts.accepted('a', 1);
  state.isAway = true;
  await pass(60_000);
  assert.deepEqual(written, [{ a: 4 }], 'it has stopped');
});
