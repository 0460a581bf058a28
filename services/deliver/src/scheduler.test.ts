import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDPOINT_CONCURRENCY, EndpointQueue } from './endpoint-queue.ts';
import { Scheduler } from './scheduler.ts';

function endpointWith(id: string, organization: string, jobs: number): EndpointQueue {
  const endpoint = new EndpointQueue(id, organization);
  for (let i = 0; i < jobs; i += 1) {
    endpoint.add({ id: `${id}-${i}`, day: '2026-01-01', version: 1 }, 0, () => {});
  }
  return endpoint;
}

function schedulerOf(...endpoints: EndpointQueue[]): Scheduler {
  const scheduler = new Scheduler();
  for (const endpoint of endpoints) scheduler.offer(endpoint);
  return scheduler;
}

const ids = (scheduler: Scheduler, limit: number) => scheduler.take(limit).map(({ job }) => job.id);

test('takes turns over organizations, then over their endpoints', () => {
  const scheduler = schedulerOf(
    endpointWith('a1', 'A', 5),
    endpointWith('a2', 'A', 5),
    endpointWith('b1', 'B', 5),
  );
  assert.deepEqual(ids(scheduler, 6), ['a1-0', 'b1-0', 'a2-0', 'b1-1', 'a1-1', 'b1-2']);
});

test('a burst of one organization leaves every second slot to the other', () => {
  const burst = Array.from({ length: 50 }, (_, i) => endpointWith(`a${i}`, 'A', 10));
  const scheduler = schedulerOf(...burst, endpointWith('b', 'B', 10));
  const turns = scheduler.take(20);
  assert.equal(turns.filter(({ endpoint }) => endpoint.organizationId === 'B').length, 10);
});

test('starts no more of an endpoint than it may have under way, and goes on when one has ended', () => {
  const endpoint = endpointWith('a', 'A', 50);
  const scheduler = schedulerOf(endpoint);
  assert.equal(scheduler.take(50).length, ENDPOINT_CONCURRENCY);
  assert.equal(scheduler.take(50).length, 0);
  endpoint.inFlight -= 1;
  scheduler.offer(endpoint);
  assert.deepEqual(ids(scheduler, 50), [`a-${ENDPOINT_CONCURRENCY}`]);
});

test('an endpoint that was offered twice has one turn', () => {
  const a = endpointWith('a', 'A', 2);
  const b = endpointWith('b', 'A', 1);
  const scheduler = schedulerOf(a, a, b, a);
  assert.deepEqual(ids(scheduler, 9), ['a-0', 'b-0', 'a-1']);
});

test('passes over an endpoint that was paused or emptied since it was offered', () => {
  const paused = endpointWith('a', 'A', 3);
  const emptied = endpointWith('b', 'B', 3);
  const scheduler = schedulerOf(paused, emptied, endpointWith('c', 'C', 1));
  paused.paused = true;
  emptied.clear();
  assert.deepEqual(ids(scheduler, 9), ['c-0']);
  assert.deepEqual(ids(scheduler, 9), []);
});

test('takes nothing without a free slot', () => {
  assert.deepEqual(schedulerOf(endpointWith('a', 'A', 3)).take(0), []);
});

test('a queue that was made anew after a rebalance takes the place of the one of before', () => {
  const before = endpointWith('a', 'A', 3);
  const scheduler = schedulerOf(before);
  before.clear();
  scheduler.offer(endpointWith('a', 'A', 2));
  assert.deepEqual(ids(scheduler, 5), ['a-0', 'a-1']);
});
