import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { OwnedPartition } from '@hopline/kafka/port';
import type { EndpointHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import type { Logger } from '@hopline/telemetry/logger';
import { EndpointQueue } from '../endpoint-queue.ts';
import { HealthWriter } from './health-writer.ts';
import { HEALTHY } from './healthy.ts';

const OWNER = { revoked: new AbortController().signal } as unknown as OwnedPartition;
const LIMITS = { breaker: { firstMs: 30_000, longestMs: 600_000 }, disableAfterMs: 1e9 };

function endpoint(id: string): EndpointQueue {
  const queue = new EndpointQueue(id, 'o');
  queue.owner = OWNER;
  queue.health.learn(HEALTHY, performance.now());
  return queue;
}

function fail(queue: EndpointQueue): void {
  const now = performance.now();
  const verdict = { outcome: 'status' as const, statusCode: 500 };
  queue.health.observe({ verdict, startedAt: now, endedAt: now, inFlight: 1 }, LIMITS);
}

function setUp(write?: (rows: readonly EndpointHealth[]) => Promise<void>) {
  const batches: string[][] = [];
  const settled: string[] = [];
  const writer = new HealthWriter({
    write: async (rows) => {
      batches.push(rows.map(({ id }) => id));
      await write?.(rows);
    },
    onWritten: ({ id }) => settled.push(id),
    log: { warn() {} } as unknown as Logger,
  });
  return { writer, batches, settled };
}

test('what has changed within a second is one statement, what has not is none', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { writer, batches, settled } = setUp();
  const [a, b, idle] = [endpoint('a'), endpoint('b'), endpoint('idle')];
  for (let i = 0; i < 100; i += 1) {
    fail(a);
    fail(b);
    for (const one of [a, b, idle]) writer.note(one);
  }
  mock.timers.tick(1000);
  await nextTick();
  assert.deepEqual(batches, [['a', 'b']]);
  assert.deepEqual(settled, ['a', 'b', 'idle']);
  writer.note(a);
  mock.timers.tick(1000);
  await nextTick();
  assert.equal(batches.length, 1);
});

test('endpoints of which nothing is to be written take no place in a batch', async () => {
  const { writer, batches } = setUp();
  for (let i = 0; i < 600; i += 1) writer.note(endpoint(`well-${i}`));
  const late = endpoint('late');
  fail(late);
  writer.note(late);
  await writer.flush();
  assert.deepEqual(batches, [['late']]);
});

test('what does not fit into a statement follows at once', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { writer, batches } = setUp();
  for (let i = 0; i < 600; i += 1) {
    const one = endpoint(String(i));
    fail(one);
    writer.note(one);
  }
  mock.timers.tick(1000);
  await nextTick();
  mock.timers.tick(1);
  await nextTick();
  assert.deepEqual(
    batches.map(({ length }) => length),
    [500, 100],
  );
});

test('what could not be written is written later', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  let isAway = true;
  const { writer, batches } = setUp(async () => {
    if (isAway) throw new Error('Postgres is away');
  });
  const a = endpoint('a');
  fail(a);
  writer.note(a);
  await writer.flush();
  isAway = false;
  mock.timers.tick(1000);
  await nextTick();
  assert.deepEqual(batches, [['a'], ['a']]);
});

test('what is given up is written at once, as it was known then', async () => {
  const { writer, batches } = setUp();
  const [a, healthy] = [endpoint('a'), endpoint('healthy')];
  fail(a);
  for (const one of [a, healthy]) {
    writer.note(one);
    writer.part(one);
    one.health.reset();
  }
  await nextTick();
  assert.deepEqual(batches, [['a']]);
  await writer.flush();
});

test('however many are given up, all of them are written when the flush ends', async () => {
  const { writer, batches } = setUp();
  for (let i = 0; i < 1200; i += 1) {
    const one = endpoint(String(i));
    fail(one);
    writer.part(one);
  }
  await writer.flush();
  assert.deepEqual(
    batches.map(({ length }) => length),
    [500, 500, 200],
  );
});
