import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, quantile, rounded } from './statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), RangeError);
});

test('a quantile is the first value that so many are not above', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  assert.deepEqual(
    [0, 0.5, 0.99, 1].map((share) => quantile(hundred, share)),
    [1, 50, 99, 100],
  );
  assert.throws(() => quantile([], 0.5), RangeError);
});

test('figures are rounded to three digits', () => {
  assert.deepEqual([12_345, 0.45678].map(rounded), [12_300, 0.457]);
});
