import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_WAIT_MS, nextWait } from './next-wait.ts';

const policy = { retries: 3, initialMs: 100, maxMs: 250 };

test('the wait doubles up to its bound, and ends with the retries', () => {
  const waits = [1, 2, 3, 4].map((failures) => nextWait(policy, failures, undefined, () => 0));
  assert.deepEqual(waits, [100, 200, 250, undefined]);
});

test('up to half of it is taken off at random', () => {
  assert.equal(
    nextWait(policy, 1, undefined, () => 1),
    50,
  );
});

test('it is never shorter than what the answer asked for', () => {
  for (const random of [0, 0.5, 1]) {
    const wait = nextWait(policy, 1, 5000, () => random) ?? 0;
    assert.ok(wait >= 5000 && wait <= 5500, String(wait));
  }
});

test('what asks for too long is not waited for', () => {
  assert.equal(nextWait(policy, 1, LONGEST_WAIT_MS + 1), undefined);
  assert.ok((nextWait(policy, 1, LONGEST_WAIT_MS) ?? 0) >= LONGEST_WAIT_MS);
});

test('after a thousand failures it still is a number', () => {
  assert.equal(
    nextWait({ ...policy, retries: 2000 }, 1000, undefined, () => 0),
    250,
  );
});
