import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepsWakeUp } from './keep-wake-up.ts';

const window = 1000;
const kept = (waiting: number, inFlight: number, open: number) =>
  keepsWakeUp({ waiting, inFlight }, { open, window });

test('an endpoint keeps 64 that wait while its partition has room', () => {
  assert.equal(kept(63, 10, 0), true);
  assert.equal(kept(64, 0, 0), false);
  assert.equal(kept(63, 10, 249), true);
});

test('from a quarter of the window on it keeps what it can have under way', () => {
  assert.equal(kept(9, 0, 250), true);
  assert.equal(kept(4, 5, 499), true);
  assert.equal(kept(0, 10, 250), false);
  assert.equal(kept(5, 5, 499), false);
});

test('from half of it on nothing is kept, so that a window that was full opens again', () => {
  assert.equal(kept(0, 0, 499), true);
  assert.equal(kept(0, 0, 500), false);
  assert.equal(kept(0, 0, 1000), false);
});

test('however many endpoints hang, no more than half of the window is open', () => {
  let open = 0;
  for (let endpoint = 0; endpoint < window; endpoint += 1) {
    let waiting = 0;
    while (kept(waiting, 0, open)) {
      waiting += 1;
      open += 1;
    }
  }
  assert.equal(open, window / 2);
});
