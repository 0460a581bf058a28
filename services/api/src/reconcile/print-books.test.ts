import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printBooks } from './print-books.ts';

const [FIRST, SECOND, THIRD] = [0, 1, 2].map((hour) => new Date(Date.UTC(2026, 2, 1, hour))) as [
  Date,
  Date,
  Date,
];
const RANGE = { from: FIRST, to: new Date(Date.UTC(2026, 2, 2)) };

test('hours come in their order, with their deliveries, and add up to the totals', () => {
  const books = printBooks(RANGE, {
    records: [
      { hour: SECOND, appended: 5, stored: 3, duplicates: 1, conflicts: 1, poison: 1 },
      { hour: FIRST, appended: 2, stored: 2, duplicates: 0, conflicts: 0, poison: 0 },
    ],
    deliveries: [
      { hour: FIRST, state: 'succeeded', reason: 'delivered', count: 2 },
      { hour: SECOND, state: 'pending', reason: null, count: 1 },
      { hour: SECOND, state: 'succeeded', reason: 'delivered', count: 4 },
      // Of an hour whose records are no longer counted, or not yet.
      { hour: THIRD, state: 'dead', reason: 'exhausted', count: 1 },
    ],
  });
  assert.equal(books.balanced, true);
  assert.deepEqual(
    books.hours.map(({ hour, appended, balanced }) => [hour, appended, balanced]),
    [
      [FIRST, 2, true],
      [SECOND, 5, true],
      [THIRD, 0, true],
    ],
  );
  assert.deepEqual(books.hours[1]?.deliveries, [
    { state: 'pending', reason: null, count: 1 },
    { state: 'succeeded', reason: 'delivered', count: 4 },
  ]);
  assert.deepEqual(books.totals, {
    ...{ appended: 7, stored: 5, duplicates: 1, conflicts: 1, poison: 1, balanced: true },
    deliveries: [
      { state: 'succeeded', reason: 'delivered', count: 6 },
      { state: 'pending', reason: null, count: 1 },
      { state: 'dead', reason: 'exhausted', count: 1 },
    ],
  });
});

test('two hours whose errors cancel each other do not balance', () => {
  const hour = (at: Date, stored: number) => ({
    ...{ hour: at, appended: 2, stored, duplicates: 0, conflicts: 0, poison: 0 },
  });
  const books = printBooks(RANGE, { records: [hour(FIRST, 1), hour(SECOND, 3)], deliveries: [] });
  assert.equal(books.totals.balanced, true);
  assert.equal(books.balanced, false);
});

test('nothing at all balances', () => {
  const books = printBooks(RANGE, { records: [], deliveries: [] });
  assert.deepEqual([books.balanced, books.totals.appended, books.hours], [true, 0, []]);
});
