import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Room } from '@hopline/postgres/replays/read-room';
import { grant, largestBurst, MAX_PENDING } from './room.ts';

const FREE: Room = { underWay: 0, pending: 0, isBehind: false };
const running = (burst: number) => ({ paused: false, burst });

test('an endpoint that gets through all of them within a step gets twice as many, up to the rate', () => {
  const bursts: number[] = [];
  let burst = 1;
  for (let step = 0; step < 5; step += 1) {
    const granted = grant(running(burst), FREE, 50);
    assert.equal(granted.kind, 'go');
    burst = granted.burst;
    bursts.push(burst);
  }
  assert.deepEqual(bursts, [2, 4, 5, 5, 5]);
  assert.equal(largestBurst(50), 5);
  assert.equal(largestBurst(1), 1);
});

test('one that does not gets half as many, and at last one at a time', () => {
  let burst = 8;
  const bursts: number[] = [];
  for (let step = 0; step < 5; step += 1) {
    const granted = grant(running(burst), { ...FREE, underWay: burst }, 1000);
    assert.deepEqual([granted.kind, granted.kind === 'wait' && granted.waitsFor], ['wait', 'under_way']);
    burst = granted.burst;
    bursts.push(burst);
  }
  assert.deepEqual(bursts, [4, 2, 1, 1, 1]);
});

test('what is left of a burst is filled up, and it grows no further', () => {
  const granted = grant(running(8), { ...FREE, underWay: 3, pending: 3 }, 1000);
  assert.deepEqual(granted, { kind: 'go', most: 5, burst: 8 });
});

test('nothing is granted while the endpoint is paused, is behind, or refuses what it gets', () => {
  const waits = [
    [grant({ paused: true, burst: 8 }, FREE, 1000), 'paused', 1],
    [grant(running(8), { ...FREE, isBehind: true }, 1000), 'behind', 1],
    [grant(running(8), { ...FREE, pending: MAX_PENDING }, 1000), 'under_way', 4],
    // The rate was higher at the step before.
    [grant(running(80), { ...FREE, underWay: 5 }, 50), 'under_way', 2],
  ] as const;
  for (const [granted, waitsFor, burst] of waits) {
    assert.ok(granted.kind === 'wait' && granted.ms > 0);
    assert.deepEqual([granted.waitsFor, granted.burst], [waitsFor, burst]);
  }
});
