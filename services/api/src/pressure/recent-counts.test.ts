import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentCounts } from './recent-counts.ts';

test('counts by partition, and forgets what is a minute old', () => {
  const recent = new RecentCounts(1000);
  recent.add(0, 'a');
  recent.add(3, 'a');
  recent.advance(31_500);
  recent.add(3, 'a');
  recent.add(3, 'b');
  assert.deepEqual(recent.of(3), {
    total: 3,
    counts: new Map([
      ['a', 2],
      ['b', 1],
    ]),
  });
  assert.deepEqual(recent.of(0), { total: 1, counts: new Map([['a', 1]]) });
  assert.deepEqual(recent.of(1), { total: 0, counts: new Map() });
  recent.advance(60_999);
  assert.equal(recent.of(3).total, 3);
  recent.advance(61_000);
  assert.deepEqual(recent.of(3), {
    total: 2,
    counts: new Map([
      ['a', 1],
      ['b', 1],
    ]),
  });
  recent.advance(3_600_000);
  assert.equal(recent.of(3).total, 0);
});

test('100,000 organizations take no more room than ten thousand', () => {
  const recent = new RecentCounts(0);
  for (let i = 0; i < 100_000; i += 1) recent.add(0, `organization ${i}`);
  const { total, counts } = recent.of(0);
  assert.equal(total, 100_000);
  assert.ok(counts.size <= 10_000);
});
