import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { RecentEvent } from '@hopline/postgres/live/read-recent-events';
import { DatabaseUnavailableError } from '../errors.ts';
import { createTailReadings, type TailWatcher } from './tail-readings.ts';

const event = (micros: number): RecentEvent => ({ id: `e${micros}`, day: '2026-03-01', type: 'a', micros });
const ONE = 'one';

/** Readings of a list that the test changes; seconds pass when it says so. */
function fixture(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const asked: string[] = [];
  const warned: unknown[] = [];
  const state: { newest: RecentEvent[]; error: Error | undefined } = { newest: [], error: undefined };
  const readings = createTailReadings({
    async read({ organizationId }) {
      asked.push(organizationId);
      if (state.error) throw state.error;
      return state.newest;
    },
    async readHeads(_organizationId, events) {
      asked.push(`heads ${events.map(({ id }) => id)}`);
      return new Map(events.map(({ id }) => [id, { id } as never]));
    },
    log: { warn: (fields: unknown) => void warned.push(fields) },
  });
  const pass = async (ms: number) => {
    t.mock.timers.tick(ms);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { readings, state, asked, warned, pass };
}

function watcher(): TailWatcher & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    choose: (newest) => newest,
    show: (heads) => void told.push([...heads.keys()].join()),
    fail: () => void told.push('failed'),
  };
}

test('all who watch the same share one reading a second, and the heads of what they show', async (t) => {
  const { readings, state, asked, pass } = fixture(t);
  const watchers = [watcher(), watcher(), watcher()];
  const ends = watchers.map((one) => readings.follow(ONE, one));
  state.newest = [event(2), event(1)];
  await pass(0);
  assert.deepEqual(asked, ['one', 'heads e2,e1']);
  await pass(1000);
  assert.equal(asked.length, 4);
  for (const { told } of watchers) assert.deepEqual(told, ['e2,e1', 'e2,e1']);
  for (const end of ends) end();
  await pass(1000);
  await pass(1000);
  assert.equal(asked.length, 4, 'nobody looks, and it is read on');
});

test('organizations are read apart', async (t) => {
  const { readings, asked, pass } = fixture(t);
  for (const organizationId of [ONE, 'two', ONE]) readings.follow(organizationId, watcher());
  await pass(0);
  assert.deepEqual(asked, ['one', 'two']);
});

test('who comes again after everybody has gone is told again', async (t) => {
  const { readings, state, pass } = fixture(t);
  state.newest = [event(1)];
  readings.follow(ONE, watcher())();
  const second = watcher();
  readings.follow(ONE, second);
  await pass(0);
  assert.deepEqual(second.told, ['e1']);
});

test('while Postgres is away it is tried again; after a defect all are ended', async (t) => {
  const { readings, state, warned, pass } = fixture(t);
  const one = watcher();
  readings.follow(ONE, one);
  state.error = new DatabaseUnavailableError(new Error('away'));
  await pass(0);
  assert.deepEqual([one.told, warned.length], [[], 0]);
  state.error = undefined;
  state.newest = [event(1)];
  await pass(1000);
  assert.deepEqual(one.told, ['e1']);
  state.error = new TypeError('a defect');
  await pass(1000);
  assert.deepEqual([one.told.at(-1), warned.length], ['failed', 1]);
});
