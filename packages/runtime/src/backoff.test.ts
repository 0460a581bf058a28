import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffDelay } from './backoff.ts';

test('the wait doubles up to the limit and is at most a fifth shorter than that', () => {
  const backoff = { initialMs: 200, maxMs: 10_000 };
  const longest = [1, 2, 3, 6, 7, 100].map((failures) => backoffDelay(backoff, failures, () => 0));
  assert.deepEqual(longest, [200, 400, 800, 6400, 10_000, 10_000]);
  assert.equal(
    backoffDelay(backoff, 1, () => 1),
    160,
  );
});
