import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrequentCounts } from './frequent-counts.ts';

function counted(keys: readonly string[], capacity: number): Map<string, number> {
  const counts = new FrequentCounts(capacity);
  for (const key of keys) counts.add(key);
  assert.equal(counts.total, keys.length);
  const sums = new Map<string, number>();
  counts.addTo(sums);
  return sums;
}

test('few keys are counted exactly, and sums add up', () => {
  const sums = counted(['a', 'b', 'a'], 2);
  assert.deepEqual(
    [...sums],
    [
      ['a', 2],
      ['b', 1],
    ],
  );
  const more = new FrequentCounts(2);
  more.add('a');
  more.addTo(sums);
  assert.equal(sums.get('a'), 3);
});

test('it remembers no more keys than it may, counts none too often and none too low by more than its share', () => {
  const keys = fc.array(
    fc.integer({ min: 0, max: 30 }).map((n) => `k${Math.floor(n * n * 0.05)}`),
    {
      maxLength: 500,
    },
  );
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 8 }), (given, capacity) => {
      const sums = counted(given, capacity);
      assert.ok(sums.size <= capacity);
      const slack = given.length / (capacity + 1);
      for (const key of new Set(given)) {
        const truth = given.filter((one) => one === key).length;
        const count = sums.get(key) ?? 0;
        assert.ok(count <= truth && count >= truth - slack, `${key}: ${count} of ${truth}`);
      }
    }),
  );
});

test('100,000 light keys do not hide a heavy one', () => {
  const counts = new FrequentCounts(100);
  for (let i = 0; i < 100_000; i += 1) {
    counts.add(`light ${i}`);
    if (i % 4 === 0) counts.add('heavy');
  }
  const sums = new Map<string, number>();
  counts.addTo(sums);
  assert.ok((sums.get('heavy') ?? 0) > 23_000);
});
