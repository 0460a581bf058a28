import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestInvalidError } from '../errors.ts';
import { DEFAULT_RATE, readReplayRequest } from './replay-request.ts';

test('without anything it is of all that failed, until now', () => {
  const nothing = {
    ...{ selection: 'failed', fromMicros: undefined, toMicros: undefined, rate: DEFAULT_RATE },
    ...{ eventTypes: null, states: null },
  };
  assert.deepEqual(readReplayRequest({}), nothing);
});

test('whatever is not failed needs a beginning', () => {
  for (const select of ['missing', 'all'] as const) {
    assert.throws(() => readReplayRequest({ select }), { pointer: '/from' });
    const from = '2026-03-01T12:00:00Z';
    assert.equal(readReplayRequest({ select, from }).fromMicros, Date.parse(from) * 1000);
  }
});

test('types and states that leave nothing out are none, and states are for what failed', () => {
  const asked = readReplayRequest({ event_types: ['order.*', 'order.*'], states: ['dead', 'dead'] });
  assert.deepEqual([asked.eventTypes, asked.states], [['order.*'], ['dead']]);
  const all = readReplayRequest({ event_types: ['a', '*'], states: ['cancelled', 'dead'] });
  assert.deepEqual([all.eventTypes, all.states], [null, null]);
  const from = '2026-03-01T12:00:00Z';
  assert.throws(() => readReplayRequest({ select: 'all', from, states: ['dead'] }), { pointer: '/states' });
});

test('a time that ends before it begins is refused', () => {
  const at = '2026-03-01T12:00:00Z';
  assert.throws(() => readReplayRequest({ from: at, to: at }), RequestInvalidError);
  assert.throws(() => readReplayRequest({ from: '2026-03-01' }), { pointer: '/from' });
});
