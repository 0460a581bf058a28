import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { takeTurns } from './take-turns.ts';

test('no more than the given number run at once, all run in order, and a failure frees its place', async () => {
  const inTurn = takeTurns(2);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const task = (i: number) =>
    inTurn(async () => {
      started.push(i);
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
      if (i % 3 === 0) throw new Error(`task ${i}`);
      return i;
    });
  const results = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => task(i)));
  assert.equal(most, 2);
  assert.deepEqual(started, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 3);
  assert.equal(await inTurn(async () => 'again'), 'again');
});
