import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { DuePage } from '@hopline/postgres/deliveries/read-due-deliveries';
import type { Logger } from '@hopline/telemetry/logger';
import type { EndpointQueue } from './endpoint-queue.ts';
import { Endpoints } from './endpoints.ts';
import { HEALTHY } from './health/healthy.ts';
import { lowWaterFor, pageSizeFor, Refiller } from './refill.ts';
import { Scheduler } from './scheduler.ts';

const OWNER = { revoked: new AbortController().signal, done() {}, abandon() {} } as unknown as OwnedPartition;

const page = (endpointId: string, count: number, from = 0): DuePage => ({
  endpointId,
  paused: false,
  ordered: false,
  healthEpoch: 0,
  heldForMs: null,
  deliveries: Array.from({ length: count }, (_, i) => ({
    id: `${endpointId}-${from + i}`,
    day: '2026-01-01',
    version: 1,
    dueInMs: 0,
  })),
});

function setUp(readDue: (ids: string[], pageSize: number) => Promise<DuePage[]>) {
  const stopping = new AbortController();
  const ordered: string[] = [];
  const endpoints = new Endpoints(new Scheduler(), () => {});
  const log = { warn() {} } as unknown as Logger;
  const heads = { consider: (endpoint: EndpointQueue) => ordered.push(endpoint.id) };
  const refiller = new Refiller({ endpoints, readDue, heads, log, stopped: stopping.signal });
  const backlogged = (id: string): EndpointQueue => {
    const endpoint = endpoints.own(OWNER, id, 'o');
    endpoint.backlogged = true;
    return endpoint;
  };
  return { endpoints, refiller, backlogged, ordered };
}

/** Long enough for everything that was set going without a timer. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await nextTick();
}

test('reads for several endpoints at once, and no more of one whose page was short', async () => {
  const queries: string[][] = [];
  const { refiller, backlogged } = setUp(async (ids) => {
    queries.push(ids);
    return ids.map((id) => page(id, 7));
  });
  const [a, b] = [backlogged('a'), backlogged('b')];
  refiller.consider(a);
  refiller.consider(b);
  await settle();
  assert.deepEqual(queries, [['a', 'b']]);
  assert.deepEqual([a.waiting, b.waiting, a.backlogged], [7, 7, false]);
});

test('after a full page it reads on when the queue runs low, not before', async () => {
  let queries = 0;
  const { refiller, backlogged, endpoints } = setUp(async (_ids, pageSize) => {
    queries += 1;
    return [page('a', queries === 1 ? pageSize : 3, queries * 1000)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, endpoint.waiting, endpoint.backlogged], [1, 500, true]);
  for (let left = 500; left > 63; left -= 1) {
    refiller.consider(endpoint);
    const job = endpoint.take();
    if (job) endpoints.drop(endpoint, job);
  }
  assert.equal(queries, 1);
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, endpoint.waiting, endpoint.backlogged], [2, 66, false]);
});

test('a wake-up that is dropped while a page is read marks its endpoint again', async () => {
  let queries = 0;
  const { refiller, backlogged } = setUp(async () => {
    queries += 1;
    // The row of this wake-up was committed after the query began.
    if (queries === 1) endpoint.backlogged = true;
    return [page('a', queries)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.equal(queries, 2);
  assert.equal(endpoint.waiting, 2);
});

test('holds an endpoint that is paused, unless its wake-up came while the page was read', async () => {
  let queries = 0;
  const { refiller, backlogged } = setUp(async () => {
    queries += 1;
    // It is resumed while the second answer, in which it is still paused, is on its way.
    if (queries === 2) endpoint.wakeUps += 1;
    return queries < 3 ? [{ ...page('a', 0), paused: true }] : [page('a', 4)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, endpoint.paused, endpoint.backlogged], [1, true, true]);

  endpoint.paused = false;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.paused, endpoint.waiting], [false, 4]);
});

test('what is lost while it is read is not filled', async () => {
  const { refiller, backlogged, endpoints } = setUp(async () => {
    endpoints.releaseAll();
    return [page('a', 4)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.equal(endpoint.waiting, 0);
  assert.equal(endpoints.size, 0);
});

test('the more endpoints there are, the smaller are the pages, and the low water is always less than a page', () => {
  assert.equal(pageSizeFor(0), 500);
  assert.equal(pageSizeFor(100), 500);
  assert.equal(pageSizeFor(1000), 50);
  assert.equal(pageSizeFor(1_000_000), 20);
  for (const size of [20, 50, 500]) assert.ok(lowWaterFor(size) > 0 && lowWaterFor(size) < size);
  assert.equal(lowWaterFor(500), 64);
});

test('an endpoint whose page could not be read stays the same one, and is read again', async () => {
  let queries = 0;
  const { refiller, backlogged, endpoints } = setUp(async () => {
    queries += 1;
    if (queries === 1) throw new Error('Postgres is away');
    return [page('a', 5)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.equal(endpoints.own(OWNER, 'a', 'o'), endpoint);
  while (queries < 2) await nextTick();
  await settle();
  assert.equal(endpoint.waiting, 5);
});

test('of a held endpoint nothing is read until its hold ends, unless its own wake-up came: its row may say otherwise', async (t) => {
  let queries = 0;
  let healthEpoch = 0;
  const { refiller, backlogged, endpoints } = setUp(async () => {
    queries += 1;
    return [{ ...page('a', 3), healthEpoch }];
  });
  const endpoint = backlogged('a');
  endpoint.health.learn(HEALTHY, 0);
  endpoints.hold(endpoint, 60_000);
  t.after(() => endpoint.hold.end());
  refiller.consider(endpoint);
  await settle();
  assert.equal(queries, 0);

  endpoint.isAsked = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, endpoint.waiting, endpoint.backlogged], [1, 0, true]);

  healthEpoch = 1;
  endpoint.isAsked = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.hold.isOn, endpoint.health.isKnown, endpoint.waiting], [false, false, 3]);
});

test('a new owner learns a hold from the row, and that it is over', async (t) => {
  let queries = 0;
  let heldForMs: number | null = 60_000;
  const { refiller, backlogged } = setUp(async () => {
    queries += 1;
    return [{ ...page('a', 3), heldForMs }];
  });
  const endpoint = backlogged('a');
  t.after(() => endpoint.hold.end());
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.hold.isOn, endpoint.waiting, endpoint.backlogged], [true, 0, true]);
  refiller.consider(endpoint);
  await settle();
  assert.equal(queries, 1);

  // Its organization has changed it: the row holds it no more, and its wake-up has come.
  heldForMs = null;
  endpoint.isAsked = true;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.hold.isOn, endpoint.waiting], [false, 3]);
});

test('whoever knows an endpoint takes no hold from its row, which may be behind', async () => {
  const { refiller, backlogged } = setUp(async () => [{ ...page('a', 3), heldForMs: 60_000 }]);
  const endpoint = backlogged('a');
  endpoint.health.learn(HEALTHY, 0);
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.hold.isOn, endpoint.waiting], [false, 3]);
});

test('what a page brings for an endpoint that was found paused meanwhile does not stay in memory', async () => {
  let queries = 0;
  const { refiller, backlogged, endpoints } = setUp(async (_ids, pageSize) => {
    queries += 1;
    // A claim has found it paused; the page is of a moment before.
    if (queries === 1) endpoints.pause(endpoint);
    return [page('a', pageSize)];
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([endpoint.paused, endpoint.waiting, endpoint.backlogged], [true, 0, true]);

  endpoint.paused = false;
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, endpoint.waiting], [2, 500]);
});

test('an endpoint whose page says that it is ordered is left to what reads the heads of keys', async () => {
  let queries = 0;
  const { refiller, backlogged, ordered } = setUp(async (ids) => {
    queries += 1;
    return ids.map((id) => ({ ...page(id, 0), ordered: true }));
  });
  const endpoint = backlogged('a');
  refiller.consider(endpoint);
  await settle();
  assert.deepEqual([queries, ordered, endpoint.backlogged], [1, ['a'], true]);
  assert.ok(endpoint.looks);
  refiller.consider(endpoint);
  assert.deepEqual([queries, ordered], [1, ['a', 'a']]);
});
