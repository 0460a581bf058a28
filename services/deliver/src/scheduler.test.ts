import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EndpointQueue } from './endpoint-queue.ts';
import { INITIAL_CONCURRENCY } from './health/concurrency.ts';
import { HEALTHY } from './health/healthy.ts';
import { Scheduler } from './scheduler.ts';
import { Slots } from './slots.ts';

function endpointWith(id: string, organization: string, jobs: number): EndpointQueue {
  const endpoint = new EndpointQueue(id, organization);
  endpoint.health.learn(HEALTHY, 0);
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

const manySlots = () => new Slots(10_000);
const ids = (scheduler: Scheduler, limit: number) =>
  scheduler.take(limit, manySlots()).map(({ job }) => job.id);

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
  const turns = scheduler.take(20, manySlots());
  assert.equal(turns.filter(({ endpoint }) => endpoint.organizationId === 'B').length, 10);
});

test('starts no more of an endpoint than it may have under way, and goes on when one has ended', () => {
  const endpoint = endpointWith('a', 'A', 50);
  const scheduler = schedulerOf(endpoint);
  assert.equal(scheduler.take(50, manySlots()).length, INITIAL_CONCURRENCY);
  assert.equal(scheduler.take(50, manySlots()).length, 0);
  endpoint.inFlight -= 1;
  scheduler.offer(endpoint);
  assert.deepEqual(ids(scheduler, 50), [`a-${INITIAL_CONCURRENCY}`]);
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
  assert.deepEqual(schedulerOf(endpointWith('a', 'A', 3)).take(0, manySlots()), []);
});

test('a queue that was made anew after a rebalance takes the place of the one of before', () => {
  const before = endpointWith('a', 'A', 3);
  const scheduler = schedulerOf(before);
  before.clear();
  scheduler.offer(endpointWith('a', 'A', 2));
  assert.deepEqual(ids(scheduler, 5), ['a-0', 'a-1']);
});

test('an organization has no more than a quarter of the slots while another waits, and the others get theirs', () => {
  const slots = new Slots(40);
  const burst = Array.from({ length: 10 }, (_, i) => endpointWith(`a${i}`, 'A', 10));
  const scheduler = schedulerOf(...burst);
  assert.equal(scheduler.take(40, slots).length, 30, 'alone, but for the quarter that stays free');
  for (const id of ['b', 'c']) scheduler.offer(endpointWith(id, 'BC', 10));
  const turns = scheduler.take(10, slots);
  assert.deepEqual(new Set(turns.map(({ endpoint }) => endpoint.organizationId)), new Set(['BC']));
  assert.equal(turns.length, 10);
});

test('of an endpoint that nothing is known of one is taken, to see what its row says', () => {
  const endpoint = new EndpointQueue('a', 'A');
  for (const id of ['1', '2']) endpoint.add({ id, day: '2026-01-01', version: 1 }, 0, () => {});
  assert.deepEqual(ids(schedulerOf(endpoint), 5), ['1']);
});
