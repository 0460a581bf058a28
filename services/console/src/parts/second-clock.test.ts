import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onSecond } from './second-clock.ts';

test('all listeners are told by one timer, which ends with the last of them', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let [first, second] = [0, 0];
  const endFirst = onSecond(() => {
    first += 1;
  });
  const endSecond = onSecond(() => {
    second += 1;
  });
  t.mock.timers.tick(2000);
  endFirst();
  t.mock.timers.tick(1000);
  assert.deepEqual([first, second], [2, 3]);
  endSecond();
  t.mock.timers.tick(5000);
  assert.deepEqual([first, second], [2, 3]);
  const endAgain = onSecond(() => {
    first += 1;
  });
  t.mock.timers.tick(1000);
  assert.equal(first, 3);
  endAgain();
});
