import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyBucket } from './latency-buckets.ts';
import { LiveCounts } from './live-counts.ts';

test('what was counted is taken once, each for its own organization', () => {
  const counts = new LiveCounts();
  counts.accepted('a', 3);
  counts.stored('b', 2);
  counts.accepted('a', 1);
  counts.delivered('a', 40);
  counts.failed('b');
  const taken = counts.take();
  assert.deepEqual([...taken.keys()], ['a', 'b']);
  const [a, b] = [taken.get('a'), taken.get('b')];
  assert.deepEqual([a?.accepted, a?.stored, a?.delivered, a?.failed], [4, 0, 1, 0]);
  assert.deepEqual([b?.accepted, b?.stored, b?.delivered, b?.failed], [0, 2, 0, 1]);
  assert.equal(a?.latency[latencyBucket(40)], 1);
  assert.deepEqual(b?.latency, []);
  assert.equal(counts.take().size, 0);
  counts.failed('b');
  assert.equal(counts.take().get('b')?.failed, 1);
});

test('it tells once that there is something to take', () => {
  const counts = new LiveCounts();
  let told = 0;
  counts.onWaiting = () => {
    told += 1;
  };
  counts.accepted('a', 1);
  counts.accepted('b', 1);
  assert.equal(told, 1);
  counts.take();
  counts.accepted('a', 1);
  assert.equal(told, 2);
});

test('there is room for those that somebody looks at, however many others there are', () => {
  const counts = new LiveCounts(1);
  counts.prefer(new Set(['watched']));
  for (const id of ['a', 'b', 'watched']) counts.accepted(id, 1);
  assert.deepEqual([...counts.take().keys()], ['a', 'watched']);
});

test('more organizations than there is room for are left out, and those that are in go on', () => {
  const counts = new LiveCounts(2);
  for (const id of ['a', 'b', 'c', 'a', 'c', 'b']) counts.accepted(id, 1);
  const taken = counts.take();
  assert.deepEqual(
    [...taken.values()].map(({ organizationId, accepted }) => [organizationId, accepted]),
    [
      ['a', 2],
      ['b', 2],
    ],
  );
});
