// How far a consumer is behind, as its own process tells without asking anybody: on a real Kafka.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { KafkaCluster } from '@hopline/kafka/cluster';
import { createWorker } from '@hopline/kafka/connect';
import { OffsetLedger } from '@hopline/kafka/offset-ledger';
import { PartitionLag } from '@hopline/kafka/partition-lag';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import { EndWatch } from '@hopline/kafka/watch-ends';
import { createMetrics, type Metrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { createKafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { startEventProducer } from '../support/produce-events.ts';
import { createTopics, type TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

interface Taken {
  readonly record: ReceivedRecord;
  readonly owner: OwnedPartition;
}

async function startWorker(
  t: TestContext,
  { brokers, topics }: TestTopics,
  onRecords: (records: readonly ReceivedRecord[], owner: OwnedPartition) => void,
  waitMs = 0,
) {
  const metrics = createMetrics();
  const worker = createWorker(
    {
      ...{ brokers, clientId: 'test', groupId: `${topics.events}.lag`, topics: [topics.events] },
      ...{ onRecords, sessionTimeoutMs: 6000, waitMsOf: () => waitMs },
      metrics: createKafkaMetrics(metrics, createBatchSizes(metrics)),
    },
    { log },
  );
  t.after(() => worker.stop(AbortSignal.timeout(500)));
  await worker.start();
  const labels = `{topic="${topics.events}",group="${topics.events}.lag"}`;
  return {
    worker,
    read: (name: string) => readSeries(metrics, `consumer_${name}${labels}`),
    rebalances: () => readSeries(metrics, `consumer_rebalances_total{group="${topics.events}.lag"}`),
  };
}

async function readSeries(metrics: Metrics, series: string): Promise<number> {
  const { body } = await metrics.scrape();
  const line = body.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? Number.NaN);
}

test('a consumer is behind by what it has not finished, as long as the oldest of it is there', async (t) => {
  const kafka = await createTopics();
  const producer = await startEventProducer(t, kafka);
  for (const partition of [0, 1, 2, 0]) await producer.sendRaw(Buffer.from('a'), { partition });
  const taken: Taken[] = [];
  const { read, rebalances } = await startWorker(t, kafka, (records, owner) => {
    for (const record of records) taken.push({ record, owner });
  });
  await until('all are read', () => taken.length === 4);
  assert.equal(await read('partitions'), 3);
  assert.equal(await rebalances(), 1);
  assert.equal(await read('lag_records'), 4);
  const oldest = Math.min(...taken.map(({ record }) => record.timestamp));
  const before = Date.now();
  const seconds = await read('lag_seconds');
  assert.ok(seconds >= (before - oldest) / 1000 && seconds <= (Date.now() - oldest) / 1000, String(seconds));
  await until('it becomes more', async () => (await read('lag_seconds')) > seconds + 0.2);

  for (const { record, owner } of taken) if (record.partition !== 2) owner.done(record.offset);
  assert.equal(await read('lag_records'), 1);
  for (const { record, owner } of taken) owner.done(record.offset);
  assert.deepEqual([await read('lag_records'), await read('lag_seconds')], [0, 0]);

  await producer.sendRaw(Buffer.from('b'));
  await until('one more is noticed', async () => (await read('lag_records')) === 1);
});

test('what waits on purpose is there, but late only once it is due', async (t) => {
  const waitMs = 1500;
  const kafka = await createTopics();
  const producer = await startEventProducer(t, kafka);
  let held: Taken[] = [];
  // As a rung does it.
  const { read } = await startWorker(
    t,
    kafka,
    (records, owner) => {
      for (const record of records) {
        const dueInMs = record.timestamp + waitMs - Date.now();
        if (dueInMs > 0) return owner.rereadFrom(record.offset, dueInMs);
        held.push({ record, owner });
      }
    },
    waitMs,
  );
  /** Sends one, and looks at it until it is due. */
  async function watchOne() {
    const seen: { seconds: number; until: number }[] = [];
    held = [];
    await producer.sendRaw(Buffer.from('a'));
    await until('it is due', async () => {
      const [records, seconds] = [await read('lag_records'), await read('lag_seconds')];
      if (held.length === 0 && records === 1) seen.push({ seconds, until: Date.now() });
      return held.length > 0;
    });
    const [first] = held;
    assert.ok(first);
    const dueAt = first.record.timestamp + waitMs;
    const lateFor = (Date.now() - dueAt) / 1000;
    for (const { seconds } of seen) assert.ok(seconds <= lateFor, `${seconds} s late after ${lateFor} s`);
    return { first, early: seen.filter((look) => look.until < dueAt) };
  }
  // Where nothing moves for as long as it waits, it is due when it is first seen: then another one is looked at.
  const { first, early } = await until('it was there while it waited', async () => {
    const watched = await watchOne();
    if (watched.early.length > 0) return watched;
    watched.first.owner.done(watched.first.record.offset);
    return undefined;
  });
  for (const { seconds } of early) assert.equal(seconds, 0, 'late before it was due');
  await until('nobody takes care of it', async () => (await read('lag_seconds')) > 0.3);
  first.owner.done(first.record.offset);
  assert.deepEqual([await read('lag_records'), await read('lag_seconds')], [0, 0]);
});

test('what is added to a partition that is not fetched is found out now and then', async (t) => {
  const { brokers, topics } = await createTopics();
  const producer = await startEventProducer(t, { brokers, topics } as TestTopics);
  const [lag, fresh] = [new PartitionLag(new OffsetLedger(), 0), new PartitionLag(new OffsetLedger(), 0)];
  lag.fetched('0', '1');
  const owned = [{ topic: topics.events, partition: 1, lag }];
  const watch = new EndWatch(new KafkaCluster({ brokers, clientId: 'test' }, log), () => owned, log, 100);
  t.after(() => watch.close());
  for (const partition of [1, 1, 1, 2]) await producer.sendRaw(Buffer.from('a'), { partition });
  await until('its end is known', async () => {
    await watch.look();
    return lag.read().records === 3;
  });
  // Of one that was fetched a moment ago Kafka is not asked.
  fresh.fetched('0', '0');
  owned.splice(0, 1, { topic: topics.events, partition: 2, lag: fresh });
  await watch.look();
  assert.equal(fresh.read().records, 0);
});
