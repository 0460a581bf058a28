import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { OwnedPartition } from '@hopline/kafka/port';
import { EndpointQueue } from './endpoint-queue.ts';
import { HEALTHY } from './health/healthy.ts';
import type { Job } from './job.ts';

const job = (id: string, version = 1): Job => ({ id, day: '2026-01-01', version });
const nothing = () => {};

test('a job that is known is not taken in again until it is over', () => {
  const queue = new EndpointQueue('e', 'o');
  assert.equal(queue.add(job('a'), 0, nothing), true);
  assert.equal(queue.add(job('a'), 0, nothing), false);
  const taken = queue.take();
  assert.ok(taken);
  assert.equal(queue.add(job('a'), 0, nothing), false);
  queue.forget(taken);
  assert.equal(queue.add(job('a'), 0, nothing), true);
});

test('the same delivery in a later version is another job', () => {
  const queue = new EndpointQueue('e', 'o');
  queue.add(job('a', 1), 0, nothing);
  assert.equal(queue.add(job('a', 3), 0, nothing), true);
  assert.equal(queue.waiting, 2);
});

test('of an endpoint that nothing is known of one job can start, and all of them where nothing is posted', () => {
  const counts = [true, false].map((isPosting) => {
    const queue = new EndpointQueue('e', 'o', isPosting);
    for (let i = 0; i < 200; i += 1) queue.add(job(String(i)), 0, nothing);
    let taken = 0;
    while (queue.canStart() && queue.take()) taken += 1;
    return taken;
  });
  assert.deepEqual(counts, [1, 200]);
});

test('a job that is put back is the next one again', () => {
  const queue = new EndpointQueue('e', 'o');
  for (const id of ['a', 'b']) queue.add(job(id), 0, nothing);
  const taken = queue.take();
  assert.ok(taken);
  queue.putBack(taken);
  assert.equal(queue.inFlight, 0);
  assert.equal(queue.take()?.id, 'a');
});

test('a job that is held waits until its time and takes up room meanwhile', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const queue = new EndpointQueue('e', 'o');
    const whenReady = mock.fn();
    queue.add(job('early'), 1000, whenReady);
    assert.equal(queue.canStart(), false);
    assert.equal(queue.waiting, 1);
    mock.timers.tick(999);
    assert.equal(whenReady.mock.callCount(), 0);
    mock.timers.tick(1);
    assert.equal(whenReady.mock.callCount(), 1);
    assert.equal(queue.take()?.id, 'early');
  } finally {
    mock.timers.reset();
  }
});

test('what is cleared is forgotten, timers included; what is in flight goes on', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const queue = new EndpointQueue('e', 'o');
    const whenReady = mock.fn();
    for (const id of ['a', 'b']) queue.add(job(id), 0, nothing);
    queue.add(job('c'), 1000, whenReady);
    const taken = queue.take();
    assert.deepEqual(
      queue.clear().map(({ id }) => id),
      ['b', 'c'],
    );
    mock.timers.tick(2000);
    assert.equal(whenReady.mock.callCount(), 0);
    assert.equal(queue.waiting, 0);
    assert.equal(queue.inFlight, 1);
    assert.equal(queue.isIdle, false);
    queue.inFlight -= 1;
    queue.forget(taken as Job);
    assert.equal(queue.isIdle, true);
  } finally {
    mock.timers.reset();
  }
});

test('a paused endpoint starts nothing', () => {
  const queue = new EndpointQueue('e', 'o');
  queue.add(job('a'), 0, nothing);
  assert.equal(queue.canStart(), true);
  queue.paused = true;
  assert.equal(queue.canStart(), false);
});

test('of which nothing is known gets one claim at a time, whatever is under way', () => {
  const queue = new EndpointQueue('e', 'o');
  queue.owner = { revoked: new AbortController().signal } as OwnedPartition;
  for (const id of ['a', 'b', 'c', 'd']) queue.add(job(id), 0, nothing);
  queue.take();
  assert.equal(queue.canStart(), false, 'its first claim has no answer yet');
  queue.learn(HEALTHY);
  queue.take();
  assert.equal(queue.canStart(), true);

  // Somebody has changed it, while two posts hang.
  queue.health.reset();
  assert.equal(queue.canStart(), true);
  const taken = queue.take();
  assert.ok(taken);
  assert.deepEqual([queue.inFlight, queue.canStart()], [3, false]);
  queue.putBack(taken);
  assert.equal(queue.canStart(), true, 'nobody has got an answer');
});
