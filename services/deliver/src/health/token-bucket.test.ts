import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TokenBucket } from './token-bucket.ts';

/** How many go in `ms` milliseconds when there is always one that wants to. */
function countIn(bucket: TokenBucket, ms: number): number {
  let count = 0;
  for (let now = 0; now <= ms; now += 1) {
    while (bucket.waitMs(now) === 0) {
      bucket.take(now);
      count += 1;
    }
  }
  return count;
}

test('lets as many through as the rate says, and none at the start', () => {
  assert.equal(countIn(new TokenBucket(600, 0), 60_000), 600);
  assert.equal(countIn(new TokenBucket(1, 0), 59_999), 0);
  assert.equal(countIn(new TokenBucket(1, 0), 60_000), 1);
});

test('says how long to wait', () => {
  const bucket = new TokenBucket(60, 0);
  assert.equal(bucket.waitMs(0), 1000);
  assert.equal(bucket.waitMs(400), 600);
  assert.equal(bucket.waitMs(1000), 0);
});

test('what was not used is kept for a second and no longer', () => {
  const bucket = new TokenBucket(600, 0);
  let burst = 0;
  while (bucket.waitMs(3_600_000) === 0) {
    bucket.take(3_600_000);
    burst += 1;
  }
  assert.equal(burst, 10);
});

test('what was given back may go', () => {
  const bucket = new TokenBucket(1, 0);
  assert.ok(bucket.waitMs(0) > 0);
  bucket.giveBack();
  assert.equal(bucket.waitMs(0), 0);
});
