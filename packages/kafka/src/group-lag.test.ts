import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagOf } from './group-lag.ts';
import type { ReadPartition } from './read-groups.ts';

const NOW = 1_000_000;

function topic(delayMs: number, partitions: Partial<ReadPartition>[]) {
  return {
    ...{ topic: 't', delayMs, exists: true },
    partitions: partitions.map((one, partition) => ({
      ...{ partition, committed: 0n, end: 0n, lag: 0n, oldestMs: undefined },
      ...one,
    })),
  };
}

test('the lag is the sum in records, and in time that of the oldest', () => {
  const behind = topic(0, [{ lag: 3n, oldestMs: NOW - 500 }, { lag: 4n, oldestMs: NOW - 9000 }, {}]);
  assert.deepEqual(lagOf(behind, NOW), { records: 7n, offline: 0, lateMs: 9000, nextDueMs: undefined });
  assert.deepEqual(lagOf(topic(0, [{}]), NOW), { records: 0n, offline: 0, lateMs: 0, nextDueMs: undefined });
});

test('what waits on a rung is late only when its delay is over, and the first of the others is the next', () => {
  const waiting = topic(60_000, [
    { lag: 1n, oldestMs: NOW - 10_000 },
    { lag: 1n, oldestMs: NOW - 20_000 },
  ]);
  assert.deepEqual(lagOf(waiting, NOW), { records: 2n, offline: 0, lateMs: 0, nextDueMs: NOW + 40_000 });
  const late = topic(60_000, [
    { lag: 1n, oldestMs: NOW - 61_000 },
    { lag: 1n, oldestMs: NOW },
  ]);
  assert.deepEqual(lagOf(late, NOW), { records: 2n, offline: 0, lateMs: 1000, nextDueMs: NOW + 60_000 });
});

test('a partition that nobody leads is counted as such, and hides nothing of the others', () => {
  const unled = { end: undefined, lag: undefined };
  const one = topic(0, [{ lag: 3n, oldestMs: NOW - 500 }, unled, unled]);
  assert.deepEqual(lagOf(one, NOW), { records: 3n, offline: 2, lateMs: 500, nextDueMs: undefined });
});

test('a clock that is behind that of the broker makes nothing late', () => {
  assert.equal(lagOf(topic(0, [{ lag: 1n, oldestMs: NOW + 5000 }]), NOW).lateMs, 0);
});
