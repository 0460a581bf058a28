import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overRounds } from './over-rounds.ts';

test('medians and worst figures over the rounds, also of figures within figures', () => {
  const round = (rate: number, hung: number, statuses: Record<number, number>) => ({
    medians: { rate, statuses },
    worst: { hung },
  });
  assert.deepEqual(
    overRounds([round(1, 0, { 202: 5 }), round(3, 7, { 202: 6, 429: 9 }), round(2, 0, { 202: 7 })]),
    {
      rate: 2,
      statuses: { 202: 6, 429: 0 },
      hung: 7,
    },
  );
});
