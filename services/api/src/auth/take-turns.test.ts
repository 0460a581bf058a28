import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { takeTurns } from './take-turns.ts';

test('no more than the given number run at once, all run in order, and a failure frees its place', async () => {
  const turns = takeTurns(2, 7);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const task = (i: number) =>
    turns.run(async () => {
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
  assert.equal(await turns.run(async () => 'again'), 'again');
});

test('when enough wait already, the next one is turned away until a place is free', async () => {
  const turns = takeTurns(1, 2);
  let finish: () => void = () => {};
  const first = turns.run(() => new Promise<void>((resolve) => (finish = resolve)));
  const waiting = [turns.run(async () => 1), turns.run(async () => 2)];
  assert.equal(turns.waiting(), 2);
  assert.equal(
    turns.run(async () => 3),
    undefined,
  );
  finish();
  await first;
  assert.deepEqual(await Promise.all(waiting), [1, 2]);
  assert.equal(turns.waiting(), 0);
  assert.equal(await turns.run(async () => 4), 4);
});
