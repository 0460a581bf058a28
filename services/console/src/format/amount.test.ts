import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, counted, duration, rate, share, size } from './amount.ts';

test('durations have one unit', () => {
  assert.deepEqual(
    [0, 12.4, 999, 1000, 1234, 59_949, 59_960, 90_000, 3_600_000, 7_200_000, 604_800_000].map(duration),
    ['0 ms', '12 ms', '999 ms', '1.0 s', '1.2 s', '59.9 s', '1 min', '2 min', '1 h', '2 h', '7 d'],
  );
});

test('a share is 100 % only when it is all, and 0 % only when it is nothing', () => {
  assert.deepEqual(
    [0, 0.00001, 0.5, 0.99999, 1].map((part) => share(part, 'en')),
    ['0%', '0.1%', '50%', '99.9%', '100%'],
  );
});

test('rates and counts', () => {
  assert.equal(rate(1.26, 'en'), '1.3');
  assert.equal(rate(1234.5, 'en'), '1,235');
  assert.equal(count(1234567, 'en'), '1,234,567');
  assert.equal(counted(1, 'event'), '1 event');
  assert.equal(counted(2, 'delivery', 'deliveries'), '2 deliveries');
});

test('bytes are told in their unit', () => {
  assert.deepEqual([0, 187, 999, 9887, 999_949, 999_950, 12_345_678, 3.4e9].map(size), [
    ...['0 B', '187 B', '999 B', '9.9 kB', '999.9 kB', '1.0 MB', '12.3 MB', '3.4 GB'],
  ]);
});
