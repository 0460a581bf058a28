import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { RecordTooLargeError } from '@hopline/kafka/errors';
import type { OutgoingRecord, OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { parseLadder } from '@hopline/wire/ladder';
import { partitionFor } from '@hopline/wire/partitioner';
import { topicNames } from '@hopline/wire/topics';
import { createRungForwarder } from './rung-forwarder.ts';

const NAMES = topicNames('test', parseLadder('10s,1h'));
const TOPIC = 'test.deliveries.v1.retry.10s';

function recordAt(offset: number, ageMs: number): ReceivedRecord {
  return {
    topic: TOPIC,
    partition: 0,
    offset: BigInt(offset),
    timestamp: Date.now() - ageMs,
    key: Buffer.from(`endpoint-${offset}`),
    value: Buffer.from([offset]),
    headers: { 'content-type': Buffer.from('x') },
  };
}

function setUp(publishAll: (records: readonly OutgoingRecord[]) => Promise<never[]>, names = NAMES) {
  const done: bigint[] = [];
  const rereads: [offset: bigint, delayMs: number][] = [];
  const owner: OwnedPartition = {
    topic: names.rungs[0]?.topic ?? '',
    partition: 0,
    revoked: new AbortController().signal,
    done: (offset) => done.push(offset),
    abandon: () => {},
    rereadFrom: (offset, delayMs) => rereads.push([offset, delayMs]),
  };
  const log = { warn() {} } as unknown as Logger;
  const metrics = createMetrics();
  const forward = createRungForwarder({
    names,
    lateness: metrics.histogram('retry_lateness_seconds', 'lateness', [1, 10, 100]),
    publisher: { publishAll, partitionsOf: () => 12 },
    log,
    group: 'test.rungs',
    sameTraceMs: 30_000,
  });
  return { done, rereads, metrics, give: (records: ReceivedRecord[]) => forward(records, owner) };
}

test('forwards what is due as it is, to the partition of its endpoint, and waits for the first that is not', async () => {
  const published: OutgoingRecord[] = [];
  const { give, done, rereads } = setUp(async (records) => {
    published.push(...records);
    return [];
  });
  give([recordAt(1, 60_000), recordAt(2, 10_000), recordAt(3, 4000), recordAt(4, 60_000)]);
  await nextTick();
  assert.deepEqual(done, [1n, 2n]);
  assert.deepEqual(
    published.map(({ topic, partition, key, value, headers }) => ({ topic, partition, key, value, headers })),
    [1, 2].map((n) => ({
      topic: NAMES.deliveries,
      partition: partitionFor(`endpoint-${n}`, 12),
      key: `endpoint-${n}`,
      value: Buffer.from([n]),
      headers: { 'content-type': Buffer.from('x') },
    })),
  );
  const [[offset, delayMs] = []] = rereads;
  assert.equal(offset, 3n);
  assert.ok(delayMs !== undefined && delayMs > 5000 && delayMs <= 6000);
});

test('tells how late each record was: from when it was due until Kafka has it', async () => {
  let answer: (acks: never[]) => void = () => {};
  const { give, metrics } = setUp(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  give([recordAt(1, 60_000), recordAt(2, 15_000), recordAt(3, 4000)]);
  assert.match(
    (await metrics.scrape()).body,
    /^retry_lateness_seconds_count 0$/m,
    'Kafka does not have them',
  );
  answer([]);
  await nextTick();
  const { body } = await metrics.scrape();
  // 50 s and 5 s: the rung's own 10 s are no delay.
  const counts = ['1', '10', '100'].map((le) =>
    new RegExp(`^retry_lateness_seconds_bucket\\{le="${le}"\\} (.*)$`, 'm').exec(body)?.at(1),
  );
  assert.deepEqual(counts, ['0', '1', '2']);
});

test('waits no longer than the rung, whatever the clocks say', () => {
  const { give, rereads } = setUp(async () => []);
  give([recordAt(1, -3_600_000)]);
  assert.deepEqual(rereads, [[1n, 10_000]]);
});

test('a clock that was set back makes nothing late', async () => {
  const topics = topicNames('test', parseLadder('20ms'));
  const published: OutgoingRecord[] = [];
  const publishAll = async (records: readonly OutgoingRecord[]) => {
    published.push(...records);
    return [];
  };
  const { give } = setUp(publishAll, topics);
  const topic = topics.rungs[0]?.topic ?? '';
  // As if ours went an hour behind the broker's.
  const record = { ...recordAt(1, -3_600_000), topic };
  give([record]);
  assert.deepEqual(published, []);
  const from = performance.now();
  while (published.length === 0 && performance.now() < from + 10_000) {
    await sleep(5);
    give([record]);
  }
  assert.equal(published.length, 1);
});

test('marks nothing done before Kafka has it, and keeps the order of what comes meanwhile', async () => {
  const batches: string[][] = [];
  let release: (value: never[]) => void = () => {};
  const { give, done } = setUp((records) => {
    batches.push(records.map(({ key }) => String(key)));
    return new Promise((resolve) => {
      release = resolve;
    });
  });
  give([recordAt(1, 60_000)]);
  give([recordAt(2, 60_000)]);
  give([recordAt(3, 60_000)]);
  await nextTick();
  assert.deepEqual([done, batches], [[], [['endpoint-1']]]);
  release([]);
  await nextTick();
  assert.deepEqual([done, batches.slice(1)], [[1n], [['endpoint-2', 'endpoint-3']]]);
  release([]);
  await nextTick();
  assert.deepEqual(done, [1n, 2n, 3n]);
});

test('what could not be published is read again, with all that came after it', async () => {
  let fails = true;
  const published: string[] = [];
  const { give, done, rereads } = setUp(async (records) => {
    if (fails) throw new Error('no broker');
    published.push(...records.map(({ key }) => String(key)));
    return [];
  });
  give([recordAt(1, 60_000), recordAt(2, 60_000)]);
  give([recordAt(3, 60_000)]);
  await nextTick();
  assert.deepEqual([done, published], [[], []]);
  assert.deepEqual(
    rereads.map(([offset]) => offset),
    [1n],
  );
  fails = false;
  give([recordAt(1, 60_000), recordAt(2, 60_000), recordAt(3, 60_000)]);
  await nextTick();
  assert.deepEqual(done, [1n, 2n, 3n]);
  assert.deepEqual(published, ['endpoint-1', 'endpoint-2', 'endpoint-3']);
});

test('a wake-up that Kafka refuses for good is passed over, and holds no other', async () => {
  const published: OutgoingRecord[] = [];
  const { give, done, rereads } = setUp(async (records) => {
    if (records.some(({ key }) => key === 'endpoint-2')) throw new RecordTooLargeError('too large');
    published.push(...records);
    return [];
  });
  give([recordAt(1, 60_000), recordAt(2, 60_000), recordAt(3, 60_000)]);
  while (done.length < 3) await nextTick();
  assert.deepEqual(
    published.map(({ key }) => key),
    ['endpoint-1', 'endpoint-3'],
  );
  assert.deepEqual(rereads, []);
});
