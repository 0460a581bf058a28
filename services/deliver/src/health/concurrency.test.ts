import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterOverload,
  afterRecovery,
  afterSuccess,
  allowed,
  type Concurrency,
  INITIAL_CONCURRENCY,
  isOverload,
  MAX_CONCURRENCY,
  NEW_CONCURRENCY,
} from './concurrency.ts';

/** `count` successes of an endpoint that is always used up. */
function succeed(from: Concurrency, count: number): Concurrency {
  let now = from;
  for (let i = 0; i < count; i += 1) now = afterSuccess(now, allowed(now));
  return now;
}

test('begins in the middle, grows by one a success, and never above its maximum', () => {
  assert.equal(allowed(NEW_CONCURRENCY), INITIAL_CONCURRENCY);
  assert.equal(allowed(succeed(NEW_CONCURRENCY, 5)), INITIAL_CONCURRENCY + 5);
  assert.equal(allowed(succeed(NEW_CONCURRENCY, 10_000)), MAX_CONCURRENCY);
});

test('does not grow while nobody uses it up', () => {
  assert.equal(afterSuccess(NEW_CONCURRENCY, INITIAL_CONCURRENCY - 1), NEW_CONCURRENCY);
});

test('halves on overload, once for the posts that were under way together, and never below one', () => {
  let now = succeed(NEW_CONCURRENCY, 10_000);
  now = afterOverload(now, { startedAt: 0, endedAt: 100 });
  assert.equal(allowed(now), 25);
  for (let i = 0; i < 24; i += 1) now = afterOverload(now, { startedAt: 50, endedAt: 110 });
  assert.equal(allowed(now), 25);
  for (let at = 200; at < 1000; at += 100) now = afterOverload(now, { startedAt: at, endedAt: at + 1 });
  assert.equal(allowed(now), 1);
});

test('after a halving it grows slowly: by one when all that it allows have succeeded', () => {
  const halved = afterOverload(NEW_CONCURRENCY, { startedAt: 0, endedAt: 1 });
  assert.equal(allowed(halved), 5);
  assert.equal(allowed(succeed(halved, 4)), 5);
  assert.equal(allowed(succeed(halved, 6)), 6);
});

test('after a recovery it begins with one, and is quickly where it was halved to', () => {
  const back = afterRecovery(afterOverload(NEW_CONCURRENCY, { startedAt: 0, endedAt: 1 }));
  assert.equal(allowed(back), 1);
  assert.equal(allowed(succeed(back, 4)), 5);
  assert.equal(allowed(succeed(back, 5)), 5);
});

test('overload is a time-out or what receivers say when they have too much to do', () => {
  const status = (statusCode: number) => isOverload({ outcome: 'status', statusCode });
  assert.deepEqual([429, 502, 503, 504].map(status), [true, true, true, true]);
  assert.deepEqual([400, 404, 410, 500, 501].map(status), [false, false, false, false, false]);
  assert.equal(isOverload({ outcome: 'timeout', statusCode: null }), true);
  assert.equal(isOverload({ outcome: 'connection', statusCode: null }), false);
});
