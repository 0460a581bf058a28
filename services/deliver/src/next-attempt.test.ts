import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from '@hopline/wire/ladder';
import { decideNext } from './next-attempt.ts';

const LADDER = parseLadder('5s,1m,1m,1h');

/** What becomes of it, as words: the state, the delay in ms, the rung. */
function decide(step: number, retryAfterMs?: number): unknown[] {
  const verdict = retryAfterMs === undefined ? {} : { retryAfterMs };
  const { next, rung } = decideNext(LADDER, step, { outcome: 'status', ...verdict });
  return next.state === 'pending' ? [next.delayMs, rung?.name] : [next.state, next.reason];
}

test('a success is the end', () => {
  assert.deepEqual(decideNext(LADDER, 2, { outcome: 'succeeded' }), {
    next: { state: 'succeeded', reason: 'delivered' },
  });
});

test('an endpoint that is gone gets no more: what becomes of the delivery depends on the endpoint', () => {
  const gone = { outcome: 'status', statusCode: 410 } as const;
  assert.deepEqual(decideNext(LADDER, 4, gone), { next: { state: 'pending', delayMs: 0 } });
});

test('a failure goes to the rung of its step, and after the last one it is dead', () => {
  assert.deepEqual(decide(0), [5000, '5s']);
  assert.deepEqual(decide(1), [60_000, '1m']);
  assert.deepEqual(decide(2), [60_000, '1m']);
  assert.deepEqual(decide(3), [3_600_000, '1h']);
  assert.deepEqual(decide(4), ['dead', 'exhausted']);
  assert.deepEqual(decide(99), ['dead', 'exhausted']);
});

test('Retry-After makes it later, never earlier, and waits in the first rung that is long enough', () => {
  assert.deepEqual(decide(0, 1000), [5000, '5s']);
  assert.deepEqual(decide(0, 5000), [5000, '5s']);
  assert.deepEqual(decide(0, 5001), [5001, '1m']);
  assert.deepEqual(decide(1, 600_000), [600_000, '1h']);
  assert.deepEqual(decide(3, 1000), [3_600_000, '1h']);
});

test('a Retry-After beyond the ladder waits as a row alone', () => {
  assert.deepEqual(decide(0, 7_200_000), [7_200_000, undefined]);
});

test('Retry-After adds no step to the ladder', () => {
  assert.deepEqual(decide(4, 7_200_000), ['dead', 'exhausted']);
});

test('where the dead are skipped, a delivery is dead after so many failures, or after its last rung', () => {
  const state = (step: number, skipAfter: number | null) =>
    decideNext(LADDER, step, { outcome: 'status' }, skipAfter).next.state;
  assert.deepEqual(
    [0, 1, 2].map((step) => state(step, 2)),
    ['pending', 'dead', 'dead'],
  );
  assert.equal(state(0, 1), 'dead');
  assert.deepEqual([state(3, 100), state(4, 100)], ['pending', 'dead']);
  assert.equal(decideNext(LADDER, 9, { outcome: 'succeeded' }, 1).next.state, 'succeeded');
});
