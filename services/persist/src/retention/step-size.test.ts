import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextStepSize, restAfter } from './step-size.ts';

const LIMITS = { first: 100, max: 1000 };

test('steps grow while they are quick, stay as they are, and shrink when they are slow or given up', () => {
  const cases: [size: number, tookMs: number | undefined, next: number][] = [
    [100, 5, 200],
    [800, 5, 1000],
    [1000, 5, 1000],
    [100, 100, 100],
    [100, 400, 50],
    [100, undefined, 50],
    [1, 400, 1],
    [1, undefined, 1],
  ];
  for (const [size, tookMs, next] of cases) {
    assert.equal(nextStepSize(size, tookMs, LIMITS), next, `${size} in ${tookMs} ms`);
  }
});

test('a step is followed by a rest of three times its length, but no more than three seconds', () => {
  assert.deepEqual([0, 10, 400, 5000].map(restAfter), [0, 30, 1200, 3000]);
});
