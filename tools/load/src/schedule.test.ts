import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueAfterMs, eventsIn, requestsOf, type Shape } from './schedule.ts';

const shape: Shape = { events: 10, batch: 1, rate: 100, burst: 1 };
const times = (of: Shape) => Array.from({ length: requestsOf(of) }, (_, i) => dueAfterMs(i, of));

test('an open loop spreads its events evenly, whatever the answers do', () => {
  assert.deepEqual(times(shape), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
});

test('a burst sends its events at once and then leaves the time that they would have taken', () => {
  assert.deepEqual(times({ ...shape, burst: 4 }), [0, 0, 0, 0, 40, 40, 40, 40, 80, 80]);
});

test('batches take as much time as their events, and the last one carries what is left', () => {
  const batches = { ...shape, batch: 4 };
  assert.deepEqual(times(batches), [0, 40, 80]);
  assert.deepEqual(
    [0, 1, 2].map((i) => eventsIn(i, batches)),
    [4, 4, 2],
  );
});

test('a burst of batches begins with whole bursts', () => {
  assert.deepEqual(times({ ...shape, events: 12, batch: 2, burst: 6 }), [0, 0, 0, 60, 60, 60]);
});

test('in a closed loop everything is due at once', () => {
  assert.deepEqual(times({ ...shape, events: 3, rate: undefined }), [0, 0, 0]);
});
