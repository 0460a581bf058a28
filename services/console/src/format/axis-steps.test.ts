import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, duration, rate } from './amount.ts';
import { COUNT_STEPS, DURATION_STEPS } from './axis-steps.ts';

/** An axis has no more of them: parts/chart.tsx. */
const MOST_MARKS = 4;

test('each mark of an axis has a text of its own', () => {
  for (const [steps, print] of [
    [COUNT_STEPS, count],
    [COUNT_STEPS, rate],
    [DURATION_STEPS, duration],
  ] as const) {
    for (const step of steps) {
      const marks = Array.from({ length: MOST_MARKS + 1 }, (_, i) => print(i * step));
      assert.equal(new Set(marks).size, marks.length, marks.join());
    }
  }
});
