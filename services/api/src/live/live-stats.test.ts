import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { LiveReadings } from './live-readings.ts';
import { createLiveStats, type Stats } from './live-stats.ts';

/** Figures whose readings the test takes away; seconds pass when it says so. */
function fixture(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const logged: string[] = [];
  const state = { isAway: false, isFull: false, accepted: 0 };
  const unlessAway = async <T>(answer: T) => {
    if (state.isAway) throw new Error('away');
    return answer;
  };
  const readings: LiveReadings = {
    watch: (ids) => unlessAway(new Set(state.isFull ? [] : ids)),
    counts(ids) {
      state.accepted += 10;
      const counts = { accepted: state.accepted, stored: 0, delivered: 0, failed: 0, latency: [] };
      return unlessAway(ids.map((organizationId) => ({ organizationId, instanceId: 'one', ...counts })));
    },
    troubled: () => unlessAway([]),
    deleteOld: () => unlessAway(undefined),
  };
  const note = (_fields: unknown, event?: string) => void logged.push(String(event));
  const stats = createLiveStats({ readings, log: { warn: note, info: note }, now: () => Date.now() });
  t.after(() => stats.stop());
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    await new Promise(setImmediate);
  };
  const passRounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) await pass(2000);
  };
  return { stats, state, logged, pass, passRounds };
}

const ratesOf = (told: readonly Stats[]) => told.map(({ figures }) => figures?.perSecond.accepted);

test('who follows is told once that Postgres is away, and of figures when it is back', async (t) => {
  const { stats, state, logged, pass, passRounds } = fixture(t);
  const told: Stats[] = [];
  stats.follow('one', (stats) => void told.push(stats));
  await pass(0);
  await passRounds(2);
  assert.deepEqual(ratesOf(told), [undefined, undefined, 5]);
  state.isAway = true;
  await passRounds(3);
  assert.deepEqual(ratesOf(told).slice(3), [undefined]);
  const late: Stats[] = [];
  stats.follow('one', (stats) => void late.push(stats));
  assert.deepEqual(late, [], 'what was before is told to nobody');
  state.isAway = false;
  await passRounds(1);
  assert.equal(ratesOf(told).length, 5);
  assert.ok((ratesOf(late)[0] ?? 0) > 0);
  assert.deepEqual(logged, ['live.reading_lost', 'live.reading_resumed']);
});

test('of an organization that is left out beside too many others nothing is known', async (t) => {
  const { stats, state, pass, passRounds } = fixture(t);
  state.isFull = true;
  const told: Stats[] = [];
  stats.follow('one', (stats) => void told.push(stats));
  await pass(0);
  await passRounds(4);
  assert.deepEqual(new Set(ratesOf(told)), new Set([undefined]));
  state.isFull = false;
  await passRounds(6);
  assert.equal(ratesOf(told).at(-1), 5);
});

test('a stream never waits for those that ask, and who asks takes a place for half a minute', async (t) => {
  const { stats, pass, passRounds } = fixture(t);
  await Promise.all(Array.from({ length: 1000 }, (_, i) => stats.ask(`asks ${i}`)));
  await assert.rejects(stats.ask('one more'), { code: 'HPL_STREAMS_BUSY' });
  const told: Stats[] = [];
  stats.follow('a stream', (stats) => void told.push(stats));
  await pass(2000);
  assert.equal(told.length, 1);
  assert.ok(await stats.ask('a stream'));
  await passRounds(16);
  assert.ok(await stats.ask('one more'));
});

test('who asked while Postgres was away leaves no place behind', async (t) => {
  const { stats, state, passRounds } = fixture(t);
  state.isAway = true;
  const asked = Array.from({ length: 1000 }, (_, i) => stats.ask(`asks ${i}`));
  const answers = await Promise.allSettled(asked);
  assert.ok(answers.every(({ status }) => status === 'rejected'));
  await passRounds(17);
  state.isAway = false;
  assert.ok(await stats.ask('one more'));
});
