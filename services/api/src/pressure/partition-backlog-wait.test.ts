import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backlogRetrySeconds, StoredRate } from './partition-backlog-wait.ts';

test('the wait is what it takes to store so much at the rate of late', () => {
  const rate = new StoredRate();
  assert.equal(rate.waitFor(100), undefined);
  rate.note(1000n, 5000);
  assert.equal(rate.waitFor(100), undefined);
  rate.note(1500n, 6000);
  assert.equal(rate.waitFor(100), 200);
  for (let i = 1; i <= 60; i += 1) rate.note(1500n + BigInt(i) * 100n, 6000 + i * 1000);
  assert.ok(Math.abs((rate.waitFor(100) ?? 0) - 1000) < 20);
});

test('what is not stored at all takes for ever, and an offset that goes back tells nothing', () => {
  const rate = new StoredRate();
  rate.note(1000n, 0);
  rate.note(1000n, 1000);
  assert.equal(rate.waitFor(100), Number.POSITIVE_INFINITY);
  rate.forget();
  assert.equal(rate.waitFor(100), undefined);
  rate.note(1000n, 2000);
  rate.note(0n, 3000);
  assert.equal(rate.waitFor(100), undefined);
});

test('a client is told 1 to 60 s, a quarter of it at random, and 5 to 15 s while nothing is known', () => {
  const told = (waitMs: number | undefined) => [0, 0.5, 1].map((r) => backlogRetrySeconds(waitMs, () => r));
  assert.deepEqual(told(0), [1, 1, 1]);
  assert.deepEqual(told(20_000), [20, 23, 25]);
  assert.deepEqual(told(Number.POSITIVE_INFINITY), [48, 54, 60]);
  assert.deepEqual(told(undefined), [5, 10, 15]);
});
