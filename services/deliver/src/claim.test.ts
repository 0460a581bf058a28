import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { ClaimedDelivery } from '@hopline/postgres/deliveries/claim-deliveries';
import type { Unclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { createDeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import { ROOT_CONTEXT } from '@hopline/telemetry/tracing';
import { type ClaimDeps, type ClaimedTurn, Claimer } from './claim.ts';
import type { EndpointQueue } from './endpoint-queue.ts';
import { Endpoints } from './endpoints.ts';
import { HEALTHY } from './health/healthy.ts';
import { Scheduler } from './scheduler.ts';
import { Slots } from './slots.ts';

const READY = {
  ...{ id: 'd', dueInMs: -1, endpointPaused: false, eventGone: false },
  ...{ endpointDeleted: false, endpointDisabled: false, heldForMs: null, inOrder: false },
};

/** An endpoint with one job, the delivery `d` in version 1, that a claim is about to be made for. */
function setUp(
  t: TestContext,
  answers: Partial<Pick<ClaimDeps, 'claim' | 'claimInOrder' | 'leaseMs'>> & { found?: Unclaimed },
) {
  const released: number[] = [];
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const [done, begun, refilled, warned]: [bigint[], ClaimedTurn[], EndpointQueue[], string[]] = [
    [],
    [],
    [],
    [],
  ];
  const owner = {
    revoked: stopping.signal,
    done: (offset: bigint) => done.push(offset),
  } as unknown as OwnedPartition;
  const scheduler = new Scheduler();
  const endpoints = new Endpoints(scheduler, () => claimer.kick());
  const slots = new Slots(10);
  const registry = createMetrics();
  const metrics = createDeliverMetrics(registry, createBatchSizes(registry), []);
  const claimer = new Claimer({
    scheduler,
    endpoints,
    slots,
    leaseMs: answers.leaseMs ?? 30_000,
    neededMs: 10_000,
    claim: answers.claim ?? (async () => []),
    claimInOrder: answers.claimInOrder ?? (async () => []),
    readUnclaimed: async () => (answers.found ? [answers.found] : []),
    cancelOrphans: async () => {},
    releaseClaims: async (_day, refs) => void released.push(...refs.map(({ version }) => version)),
    begin: (turn) => begun.push(turn),
    refill: (endpoint) => refilled.push(endpoint),
    metrics,
    log: { warn: (_: object, message: string) => warned.push(message) } as unknown as Logger,
    stopped: stopping.signal,
  });
  const endpoint = endpoints.own(owner, 'e', 'o');
  const wakeUp = { owner, offset: 7n, trace: ROOT_CONTEXT, open: new Set([7n]) };
  endpoints.accept(endpoint, { id: 'd', day: '2026-01-01', version: 1, wakeUp });
  return { owner, endpoints, endpoint, slots, done, begun, refilled, warned, released, metrics };
}

/** Long enough for everything that was set going without a timer. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await nextTick();
}

const DELIVERY = { ...HEALTHY, id: 'd', version: 2, body: Buffer.from('{}') } as ClaimedDelivery;
const claimed = async () => [DELIVERY];

test('a claim begins an attempt', async (t) => {
  const { begun, slots, done } = setUp(t, { claim: claimed });
  await settle();
  assert.equal(begun.length, 1);
  assert.deepEqual([slots.used, done], [1, []]);
});

test('a claim whose answer leaves too little of the lease for a post is left to the sweeper', async (t) => {
  const { begun, slots, done, warned, endpoints } = setUp(t, { claim: claimed, leaseMs: 9999 });
  await settle();
  assert.equal(begun.length, 0);
  assert.deepEqual(warned, ['claim.too_late']);
  assert.deepEqual([slots.used, done, endpoints.size], [0, [7n], 0]);
});

test('what is far too early gives its record back, and is refilled in time', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { done, slots, endpoints, endpoint, refilled, owner } = setUp(t, {
    found: { ...READY, dueInMs: 60_000 },
  });
  await settle();
  assert.deepEqual([slots.used, done], [0, [7n]]);
  assert.equal(endpoints.own(owner, 'e', 'o'), endpoint);
  assert.equal(endpoint.backlogged, false);

  refilled.length = 0;
  mock.timers.tick(54_999);
  assert.deepEqual(refilled, [], 'the refill would not find it yet');
  mock.timers.tick(5001);
  assert.deepEqual(refilled, [endpoint]);
  assert.equal(endpoint.backlogged, true);
});

test('a partition that is lost is not looked after any more', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { endpoints, owner, refilled } = setUp(t, { found: { ...READY, dueInMs: 60_000 } });
  await settle();
  endpoints.release(owner);
  assert.equal(endpoints.size, 0);
  refilled.length = 0;
  mock.timers.tick(60_000);
  assert.deepEqual(refilled, []);
});

test('an endpoint that is found paused is held until its own wake-up, not claimed for once more', async (t) => {
  const { endpoints, endpoint, owner, done } = setUp(t, { found: { ...READY, endpointPaused: true } });
  await settle();
  assert.deepEqual(done, [7n]);
  assert.equal(endpoints.own(owner, 'e', 'o'), endpoint);
  assert.deepEqual([endpoint.paused, endpoint.backlogged], [true, true]);
});

test('an endpoint whose row says that it is held keeps nothing until then, and is refilled', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const { endpoint, done, slots } = setUp(t, { found: { ...READY, heldForMs: 30 } });
  await settle();
  assert.deepEqual([done, slots.used], [[7n], 0]);
  assert.deepEqual([endpoint.hold.isOn, endpoint.backlogged, endpoint.waiting], [true, true, 0]);
  now = 30;
  t.mock.timers.tick(30);
  assert.deepEqual([endpoint.hold.isOn, endpoint.backlogged], [false, true]);
});

test('what was claimed while an answer held the endpoint is given back unposted', async (t) => {
  const fixture = setUp(t, {
    claim: async () => {
      fixture.endpoints.hold(fixture.endpoint, 60_000);
      return [DELIVERY];
    },
  });
  t.after(() => fixture.endpoint.hold.end());
  await settle();
  const { begun, released, done, slots, endpoint } = fixture;
  assert.deepEqual([begun, released, done, slots.used], [[], [2], [7n], 0]);
  assert.deepEqual([endpoint.inFlight, endpoint.backlogged], [0, true]);
});

test('what was claimed for an endpoint that was paused meanwhile waits as a row when the claim fails', async (t) => {
  const fixture = setUp(t, {
    claim: async () => {
      // By a claim for another day.
      fixture.endpoints.pause(fixture.endpoint);
      throw new Error('the connection broke');
    },
  });
  await settle();
  const { done, endpoint, slots } = fixture;
  assert.deepEqual([done, endpoint.waiting, endpoint.backlogged, slots.used], [[7n], 0, true, 0]);
});

test('while a post hangs, others go out at the rate that the endpoint has', async (t) => {
  const row = { ...DELIVERY, rateLimit: 600 };
  const { endpoints, endpoint, begun } = setUp(t, {
    claim: async (_day, refs) => refs.map(({ id, version }) => ({ ...row, id, version: version + 1 })),
  });
  t.after(() => endpoint.clear());
  await settle();
  for (const id of ['e', 'f', 'g']) endpoints.accept(endpoint, { id, day: '2026-01-01', version: 1 });
  // None of them ends.
  for (let i = 0; i < 250 && begun.length < 4; i += 1) await sleep(20);
  assert.equal(begun.length, 4);
});

test('a delivery of an order that was asked for as any other makes its endpoint an ordered one', async (t) => {
  const { done, endpoint, refilled, slots, begun } = setUp(t, { found: { ...READY, inOrder: true } });
  await settle();
  assert.deepEqual([done, slots.used, begun], [[7n], 0, []]);
  assert.deepEqual([endpoint.backlogged, endpoint.looks?.isEmpty], [true, true]);
  assert.ok(refilled.includes(endpoint));
});

test('heads of keys are claimed by a statement of their own; one that is over has its key looked at', async (t) => {
  const asked: string[][] = [];
  const { endpoints, endpoint, metrics } = setUp(t, {
    claim: claimed,
    claimInOrder: async (_day, refs) => {
      asked.push(refs.map(({ id }) => id));
      return [];
    },
  });
  await settle();
  endpoints.putInOrder(endpoint);
  endpoints.accept(endpoint, { id: 'h', day: '2026-01-01', version: 4, orderKey: 'k' });
  await settle();
  assert.deepEqual(asked, [['h']]);
  assert.equal(metrics.claimsLost.value, 1);
  assert.deepEqual(endpoint.looks?.takeSingle(), { keys: ['k'], deliveries: [] });
});

test('a head that others turn out to be before of is looked at again in a while, not at once', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { endpoints, endpoint } = setUp(t, { claim: claimed, found: { ...READY, id: 'h', inOrder: true } });
  await settle();
  endpoints.putInOrder(endpoint);
  endpoint.backlogged = false;
  endpoints.accept(endpoint, { id: 'h', day: '2026-01-01', version: 4, orderKey: 'k' });
  await settle();
  assert.deepEqual([endpoint.waiting, endpoint.backlogged], [0, false]);
  mock.timers.tick(4000);
  assert.equal(endpoint.backlogged, true);
});
