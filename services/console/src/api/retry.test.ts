import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf, UnreachableError } from './problem.ts';
import { mayReadAgain, readAgainAfterMs } from './retry.ts';

const busy = problemOf(503, '', '2');

test('a read is tried again when the API asks for that, or did not answer', () => {
  assert.ok(mayReadAgain(0, busy));
  assert.ok(mayReadAgain(0, problemOf(429, '', '30')));
  assert.ok(mayReadAgain(3, new UnreachableError(undefined)));
});

test('it is not when it cannot help', () => {
  for (const status of [400, 401, 403, 404, 410, 500])
    assert.ok(!mayReadAgain(0, problemOf(status, '', null)));
  assert.ok(!mayReadAgain(4, busy));
  assert.ok(!mayReadAgain(0, problemOf(429, '', '31')));
  assert.ok(!mayReadAgain(0, new TypeError('a bug')));
});

test('it waits as long as it was asked to, else longer each time', () => {
  assert.equal(readAgainAfterMs(3, busy), 2000);
  const waits = [0, 1, 2, 3].map((failures) => readAgainAfterMs(failures, new UnreachableError(undefined)));
  assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
});
