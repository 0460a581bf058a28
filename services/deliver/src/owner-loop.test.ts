import assert from 'node:assert/strict';
import { mock, type TestContext, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { DueEndpointsPage } from '@hopline/postgres/deliveries/find-due-endpoints';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import type { Logger } from '@hopline/telemetry/logger';
import type { SchemaReference } from '@hopline/wire/errors';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { EndpointQueue } from './endpoint-queue.ts';
import { Endpoints } from './endpoints.ts';
import { OwnerLoop } from './owner-loop.ts';
import { Refiller } from './refill.ts';
import { Scheduler } from './scheduler.ts';

function partition(number: number) {
  const revoked = new AbortController();
  const done: bigint[] = [];
  const reread: bigint[] = [];
  const owner = {
    partition: number,
    revoked: revoked.signal,
    done: (offset: bigint) => done.push(offset),
    rereadFrom: (offset: bigint) => reread.push(offset),
  };
  return { owner: owner as unknown as OwnedPartition, revoke: () => revoked.abort(), done, reread };
}

type FindDue = (partitions: number[], after: string) => Promise<DueEndpointsPage>;

function setUp(
  t: TestContext,
  findDue: FindDue,
  awaits = (_: SchemaReference) => false,
  isCrowded = () => false,
) {
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const stopped = stopping.signal;
  const log = { warn() {} } as unknown as Logger;
  const endpoints = new Endpoints(new Scheduler(), () => {});
  const refilled: string[] = [];
  const considered: string[] = [];
  const readDue = async (ids: string[]) => {
    refilled.push(...ids);
    return [];
  };
  const heads = { consider: (endpoint: EndpointQueue) => considered.push(endpoint.id) };
  const refiller = new Refiller({ endpoints, readDue, heads, log, stopped });
  const schemas = { awaits };
  const deps = {
    ...{ endpoints, refiller, codec, schemas, findDue, isCrowded, maxOpenWakeUps: 8 },
    ...{ log, stopped },
  };
  return { loop: new OwnerLoop(deps), endpoints, refilled, considered };
}

const codec = createWakeUpCodec();

/** The wake-up of a delivery of the endpoint with this number. */
function record(offset: bigint, endpoint: number): ReceivedRecord {
  const id = (n: number) => `${n}`.padStart(8, '0').concat('-0000-4000-8000-000000000000');
  const delivery = { id: id(Number(offset)), day: '2026-01-01', version: 1 };
  const value = codec.encode({ endpoint_id: id(endpoint), organization_id: id(1), delivery });
  return { topic: 'd', partition: 0, offset, timestamp: 0, key: null, value, headers: {} };
}

const due = (id: string, of: number) => ({ id, organizationId: 'o', partition: of });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTick();
}

test('takes partitions over page by page, and reads a page that failed again', async (t) => {
  const asked: string[] = [];
  const { loop, refilled } = setUp(t, async (partitions, after) => {
    assert.deepEqual(partitions, [3, 4]);
    asked.push(after);
    if (asked.length === 2) throw new Error('Postgres is away');
    if (after === FIRST_PAGE) return { due: [due('a', 3), due('b', 4)], after: 'b' };
    return after === 'b' ? { due: [], after: 'c' } : { due: [due('d', 4)], after: undefined };
  });
  loop.onAssigned([partition(3).owner, partition(4).owner]);
  await until(() => refilled.length === 3);
  assert.deepEqual(asked, [FIRST_PAGE, 'b', 'b', 'c']);
  assert.deepEqual(refilled, ['a', 'b', 'd']);
});

test('asks no further for partitions that were lost meanwhile', async (t) => {
  const [lost, kept] = [partition(1), partition(2)];
  const asked: number[][] = [];
  const { loop, refilled } = setUp(t, async (partitions) => {
    asked.push(partitions);
    if (asked.length === 1) lost.revoke();
    if (asked.length === 2) kept.revoke();
    return { due: [due('a', 1), due('b', 2)], after: 'b' };
  });
  loop.onAssigned([lost.owner, kept.owner]);
  await until(() => asked.length === 2);
  for (let i = 0; i < 5; i += 1) await nextTick();
  assert.deepEqual(asked, [[1, 2], [2]]);
  assert.deepEqual(refilled, ['b']);
});

test('half of the window open: wake-ups are left to the refill until one that was kept is over', async (t) => {
  const { loop, endpoints, refilled } = setUp(t, async () => ({ due: [], after: undefined }));
  const { owner, done } = partition(0);
  loop.onAssigned([owner]);
  loop.onRecords(
    [1n, 2n, 3n, 4n, 5n].map((offset) => record(offset, Number(offset))),
    owner,
  );
  assert.deepEqual(done, [5n]);
  await until(() => refilled.length === 1);
  assert.match(refilled[0] ?? '', /^00000005-/);

  const first = endpoints.own(owner, '00000001-0000-4000-8000-000000000000', 'o');
  const job = first.take();
  assert.ok(job);
  endpoints.drop(first, job);
  assert.deepEqual(done, [5n, 1n]);
  loop.onRecords([record(6n, 6), record(7n, 7)], owner);
  assert.deepEqual(done, [5n, 1n, 7n]);
});

test('a record whose schema is being looked up, and all behind it, are read again; one that nobody knows is dropped', (t) => {
  const looked: SchemaReference[] = [];
  const { loop } = setUp(
    t,
    async () => ({ due: [], after: undefined }),
    (reference) => looked.push(reference) === 1,
  );
  const { owner, done, reread } = partition(0);
  loop.onAssigned([owner]);
  const unknown = { ...record(2n, 2), value: Buffer.from([0, 0, 0, 0, 9, 1]) };
  loop.onRecords([record(1n, 1), unknown, record(3n, 3)], owner);
  assert.deepEqual([done, reread], [[], [2n]]);
  assert.deepEqual(looked, [{ kind: 'registry id', value: 9 }]);
  loop.onRecords([unknown, record(3n, 3)], owner);
  assert.deepEqual([done, reread], [[2n], [2n]]);
});

test('a wake-up whose ids Postgres would refuse is done, and nobody is asked about it', async (t) => {
  const { loop, endpoints, refilled } = setUp(t, async () => ({ due: [], after: undefined }));
  const { owner, done } = partition(0);
  const good = record(1n, 1);
  const [endpoint_id, organization_id] = ['e', '00000001-0000-4000-8000-000000000000'];
  const delivery = { id: 'd', day: '2026-01-01', version: 1 };
  const bad = [
    { endpoint_id, organization_id, delivery: null },
    { endpoint_id: organization_id, organization_id, delivery },
  ].map((wakeUp, i) => ({ ...good, offset: BigInt(i + 2), value: codec.encode(wakeUp) }));
  loop.onRecords([...bad, good], owner);
  assert.deepEqual(done, [2n, 3n]);
  for (let i = 0; i < 5; i += 1) await nextTick();
  assert.deepEqual([endpoints.size, refilled], [1, []]);
});

test('takes over no more while too many wait', async (t) => {
  let [asked, isCrowded] = [0, false];
  const { loop } = setUp(
    t,
    async () => {
      asked += 1;
      isCrowded = asked === 1;
      return { due: [], after: asked < 3 ? 'b' : undefined };
    },
    undefined,
    () => isCrowded,
  );
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  loop.onAssigned([partition(3).owner]);
  for (let i = 0; i < 5; i += 1) await nextTick();
  assert.equal(asked, 1);
  isCrowded = false;
  mock.timers.tick(1000);
  await until(() => asked === 3);
});

test('the wake-up of a delivery in an order is a hint about its key, and over at once', async (t) => {
  const { loop, endpoints, considered } = setUp(t, async () => ({ due: [], after: undefined }));
  const { owner, done } = partition(0);
  const id = '00000007-0000-4000-8000-000000000000';
  const endpoint = endpoints.own(owner, id, 'o');
  endpoints.putInOrder(endpoint);
  endpoint.backlogged = false;
  loop.onRecords([record(5n, 7), record(6n, 7)], owner);
  assert.deepEqual([done, endpoint.waiting, endpoint.backlogged], [[5n, 6n], 0, false]);
  assert.deepEqual(considered, [id, id]);
  assert.deepEqual(
    endpoint.looks?.takeSingle().deliveries.map((one) => one.day),
    ['2026-01-01', '2026-01-01'],
  );
});
