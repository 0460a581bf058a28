import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATENCY_BUCKETS, latencyBucket, latencyQuantile } from './latency-buckets.ts';

/** Buckets of these times. */
function bucketsOf(times: readonly number[]): number[] {
  const buckets = Array<number>(LATENCY_BUCKETS).fill(0);
  for (const ms of times) buckets[latencyBucket(ms)] = (buckets[latencyBucket(ms)] ?? 0) + 1;
  return buckets;
}

test('every time has a bucket, and a longer one no lower bucket', () => {
  const times = [
    Number.NaN,
    -5,
    0,
    0.5,
    1,
    1.01,
    1.25,
    7,
    100,
    60_000,
    7_200_000,
    1e12,
    Number.POSITIVE_INFINITY,
  ];
  const buckets = times.map(latencyBucket);
  assert.deepEqual(buckets.slice(0, 5), [0, 0, 0, 0, 0]);
  assert.equal(buckets.at(-1), LATENCY_BUCKETS - 1);
  assert.deepEqual(
    buckets,
    buckets.toSorted((a, b) => a - b),
  );
});

test('a quantile is off by a quarter at the most, whatever the times are', () => {
  for (const longest of [10, 250, 40_000, 3_000_000]) {
    const times = Array.from({ length: 1000 }, (_, i) => ((i + 1) / 1000) ** 3 * longest);
    for (const q of [0.5, 0.95, 1]) {
      const exact = times[Math.ceil(q * times.length) - 1] ?? 0;
      const read = latencyQuantile(bucketsOf(times), q) ?? 0;
      assert.ok(
        read <= Math.max(1, exact * 1.25) && read >= exact / 1.25,
        `${q} of ${longest}: ${read}, ${exact}`,
      );
    }
  }
});

test('nothing that was counted has no quantile, and lists may be short', () => {
  assert.equal(latencyQuantile([], 0.5), undefined);
  assert.equal(latencyQuantile([0, 0], 0.5), undefined);
  assert.equal(latencyQuantile([4], 0.5), 0.5);
});
