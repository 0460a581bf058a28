import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { DueEndpointsPage } from '@hopline/postgres/deliveries/find-due-endpoints';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import type { Logger } from '@hopline/telemetry/logger';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { Endpoints } from './endpoints.ts';
import { OwnerLoop } from './owner-loop.ts';
import { Refiller } from './refill.ts';
import { Scheduler } from './scheduler.ts';

function partition(number: number) {
  const revoked = new AbortController();
  const owner = { partition: number, revoked: revoked.signal, done() {}, abandon() {} };
  return { owner: owner as unknown as OwnedPartition, revoke: () => revoked.abort() };
}

type FindDue = (partitions: number[], after: string) => Promise<DueEndpointsPage>;

function setUp(t: TestContext, findDue: FindDue) {
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const stopped = stopping.signal;
  const log = { warn() {} } as unknown as Logger;
  const endpoints = new Endpoints(new Scheduler(), () => {});
  const refilled: string[] = [];
  const readDue = async (ids: string[]) => {
    refilled.push(...ids);
    return [];
  };
  const refiller = new Refiller({ endpoints, readDue, log, stopped });
  const codec = createWakeUpCodec();
  return { loop: new OwnerLoop({ endpoints, refiller, codec, findDue, log, stopped }), refilled };
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
