import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byState, difference } from './counts.ts';

const counts = {
  ...{ appended: 1000, stored: 990, duplicates: 7, conflicts: 2, poison: 3, balanced: true },
  deliveries: [
    { state: 'succeeded', reason: 'delivered', count: 980 },
    { state: 'dead', reason: 'exhausted', count: 4 },
    { state: 'dead', reason: 'gone', count: 1 },
  ],
};

test('what adds up has no difference, conflicts being duplicates', () => {
  assert.equal(difference(counts), 0);
  assert.equal(difference({ ...counts, stored: 989 }), 1);
  assert.equal(difference({ ...counts, poison: 4 }), -1);
});

test('deliveries are added up by state', () => {
  assert.deepEqual(
    [...byState(counts)],
    [
      ['succeeded', 980],
      ['dead', 5],
    ],
  );
});
