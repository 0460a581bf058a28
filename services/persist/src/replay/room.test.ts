import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Room } from '@hopline/postgres/replays/read-room';
import { grant, largestBurst, MAX_PENDING, MAX_UNDER_WAY } from './room.ts';

const FREE: Room = { due: 0, sending: 0, pending: 0, isBehind: false };
const running = (burst: number) => ({ hold: null, isFailing: false, burst });

test('an endpoint that begins all of them within a step gets twice as many, up to the rate and to half of its posts', () => {
  const bursts: number[] = [];
  let burst = 1;
  for (let step = 0; step < 4; step += 1) {
    const granted = grant(running(burst), FREE, 50);
    assert.equal(granted.kind, 'go');
    burst = granted.burst;
    bursts.push(burst);
  }
  assert.deepEqual(bursts, [2, 4, 5, 5]);
  assert.deepEqual([1, 20, 50, 1000].map(largestBurst), [1, 2, 5, MAX_UNDER_WAY]);
});

test('one that has not begun them gets half as many, and at last one at a time', () => {
  let burst = 5;
  const bursts: number[] = [];
  for (let step = 0; step < 4; step += 1) {
    const granted = grant(running(burst), { ...FREE, due: 1, pending: 1 }, 1000);
    assert.deepEqual([granted.kind, granted.kind === 'wait' && granted.waitsFor], ['wait', 'under_way']);
    burst = granted.burst;
    bursts.push(burst);
  }
  assert.deepEqual(bursts, [2, 1, 1, 1]);
});

test('one that is slow to answer is kept busy with half of its posts, and no more', () => {
  const some = grant(running(5), { ...FREE, sending: 3 }, 1000);
  assert.deepEqual(some, { kind: 'go', most: 2, burst: 5, ms: 20 });
  const full = grant(running(5), { ...FREE, sending: MAX_UNDER_WAY }, 1000);
  assert.deepEqual(full, { kind: 'wait', waitsFor: 'under_way', ms: 100, burst: 5 });
});

test('steps are closer together when the rate asks for more than half of the posts in a tenth of a second', () => {
  const msAt = (rate: number) => grant(running(1), FREE, rate).ms;
  assert.deepEqual([1, 50, 100, 1000].map(msAt), [100, 100, 50, 20]);
});

test('nothing is granted while the endpoint is held in any way, is behind, or refuses what it gets', () => {
  const waits = [
    [grant({ ...running(5), hold: 'paused' }, FREE, 1000), 'paused', 1],
    [grant({ ...running(5), hold: 'disabled' }, FREE, 1000), 'disabled', 1],
    [grant({ ...running(5), hold: 'held' }, FREE, 1000), 'held', 1],
    [grant(running(5), { ...FREE, isBehind: true }, 1000), 'behind', 1],
    [grant(running(5), { ...FREE, pending: MAX_PENDING }, 1000), 'under_way', 2],
    // The rate was higher at the step before.
    [grant(running(80), { ...FREE, due: 1 }, 1000), 'under_way', 2],
  ] as const;
  for (const [granted, waitsFor, burst] of waits) {
    assert.ok(granted.kind === 'wait' && granted.ms > 0);
    assert.deepEqual([granted.waitsFor, granted.burst], [waitsFor, burst]);
  }
});

test('one that takes a post at a time has no more than one under way and one waiting', () => {
  // It has begun the one of the step before, and is at it.
  const one = grant(running(1), { ...FREE, sending: 1 }, 1000);
  assert.deepEqual(one, { kind: 'go', most: 1, burst: 2, ms: 20 });
  const waiting = grant(running(2), { ...FREE, sending: 1, due: 1, pending: 1 }, 1000);
  assert.deepEqual([waiting.kind, waiting.burst], ['wait', 1]);
  const busy = grant(running(1), { ...FREE, sending: 2 }, 1000);
  assert.deepEqual([busy.kind, busy.burst], ['wait', 1]);
  // A low rate is no sign of that.
  const slow = grant(running(1), { ...FREE, sending: 4 }, 1);
  assert.deepEqual(slow, { kind: 'go', most: 1, burst: 1, ms: 100 });
});

test('one whose last attempt failed gets one at a time', () => {
  const failing = { ...running(5), isFailing: true };
  assert.deepEqual(grant(failing, FREE, 1000), { kind: 'go', most: 1, burst: 1, ms: 20 });
  const busy = grant(failing, { ...FREE, sending: 1 }, 1000);
  assert.deepEqual([busy.kind, busy.burst], ['wait', 1]);
});
