import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartBackoff } from './restart-backoff.ts';

test('waits 200 ms, then twice as long each time, never more than 10 s', () => {
  const backoff = new RestartBackoff();
  const waits = Array.from({ length: 9 }, () => backoff.afterLife(100));
  assert.deepEqual(waits, [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
});

test('30 s of life make it begin anew', () => {
  const backoff = new RestartBackoff();
  backoff.afterLife(0);
  assert.equal(backoff.afterLife(29_999), 400);
  assert.equal(backoff.afterLife(30_000), 200);
  assert.equal(backoff.afterLife(1), 400);
});
