// What publishers and workers promise while the network and the broker fail.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Kafka } from '@hopline/dev/embedded-kafka';
import { KafkaUnavailableError } from '@hopline/kafka/errors';
import type { Ack, OutgoingRecord } from '@hopline/kafka/port';
import type { Fault, FaultProxy } from '../support/fault-proxy.ts';
import { API } from '../support/kafka-frames.ts';
import { until } from '../support/until.ts';
import { type Collector, type ContractBench, numbered, numberOf, range } from './contract-bench.ts';
import { withoutPartition } from './produce-reply.ts';
import { assertAllRead, assertStored, committedTo, highest, newGroup } from './stored-records.ts';

export interface FaultFixture {
  readonly kafka: Kafka;
  readonly proxy: FaultProxy;
  /** All that it makes goes through the proxy. */
  readonly bench: ContractBench;
  /** The same broker without the proxy. */
  readonly direct: ContractBench;
}

/** Longer than any fault below lasts. */
const PATIENT = { timeoutMs: 60_000 };

export function faultsContract(fixture: () => FaultFixture): void {
  describe('publisher under faults', () => {
    const cuts: Fault[] = [
      { kind: 'cut-before' },
      { kind: 'cut-after' },
      { kind: 'cut-within', bytes: 2 },
      { kind: 'cut-within', bytes: 20 },
    ];
    for (const fault of [{ kind: 'swallow-reply' } as const, ...cuts]) {
      const bytes = 'bytes' in fault ? ` ${fault.bytes} bytes` : '';
      test(`${fault.kind}${bytes}: what is acknowledged is stored where it says, in order`, async (t) => {
        const { bench, proxy } = fixture();
        const topic = await bench.topic(t, 3);
        const publisher = await bench.publisher(t, [topic], { batchRecords: 20 });
        const records = range(0, 300).map((i) => numbered(topic, i % 3, i));
        const before = proxy.faultsMet();
        const half = publishEach(publisher.publish.bind(publisher), records.slice(0, 150));
        proxy.inject(API.produce, fault, 2);
        const rest = publishEach(publisher.publish.bind(publisher), records.slice(150));
        const acks = [...(await half), ...(await rest)];
        assert.equal(proxy.faultsMet() - before, 2);
        await assertStored(t, fixture().direct, topic, records, acks);
        assert.equal(publisher.health(), undefined);
      });
    }

    test('a partition that the answer leaves out is unknown and sent again', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topic = await bench.topic(t, 3);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      const rewrite = withoutPartition(topic, 1);
      proxy.inject(API.produce, { kind: 'rewrite-reply', rewrite });
      const records = range(1, 31).map((i) => numbered(topic, i % 3, i));
      const acks = await publisher.publishAll(records, PATIENT);
      const stored = await assertStored(t, direct, topic, records, acks);
      const twice = [1, 0, 2].map(
        (partition) =>
          stored.filter((one) => one.partition === partition).length - (partition === 0 ? 11 : 10),
      );
      assert.deepEqual(twice, [10, 0, 0], 'only the partition without an answer was sent again');
    });

    test('in a black hole: rejects in time, says what is known, and writes again when it is over', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      proxy.blackHole();
      t.after(() => proxy.heal());
      const sent = publisher.publish(numbered(topic, 0, 1), { timeoutMs: 4000 });
      sent.catch(() => {});
      await until('handed over', () => proxy.held(API.produce) > 0);
      // Its lane is busy with the one before.
      const waiting = publisher.publish(numbered(topic, 1, 2), { timeoutMs: 300 });
      await assert.rejects(waiting, unavailable('no'));
      await assert.rejects(sent, unavailable('unknown'));
      assert.deepEqual(publisher.load(), { records: 0, bytes: 0 });
      await until('it says that it cannot write', () => publisher.health());
      proxy.heal();
      await publisher.publish(numbered(topic, 0, 3), PATIENT);
      await until('it is well again', () => publisher.health() === undefined);
      const stored = await direct.worker(t, { groupId: newGroup(), topics: [topic] });
      await until('the last one', () => stored.records.some((one) => numberOf(one) === 3));
      assert.ok(!stored.records.some((one) => numberOf(one) === 2), 'what was never handed over');
    });

    test('while the broker is dead: not written, and it goes on with the next broker process', async (t) => {
      const { bench, kafka, direct } = fixture();
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      const first = await publisher.publish(numbered(topic, 0, 0));
      await kafka.node.kill();
      t.after(() => kafka.node.start());
      await until('refused', async () => {
        const refused = publisher.publish(numbered(topic, 0, 1), { timeoutMs: 500 });
        return await refused.then(
          () => false,
          (error) => error instanceof KafkaUnavailableError && error.written === 'no',
        );
      });
      const acks = publishEach(publisher.publish.bind(publisher), [
        numbered(topic, 0, 2),
        numbered(topic, 0, 3),
      ]);
      await kafka.node.start();
      const records = [0, 2, 3].map((i) => numbered(topic, 0, i));
      await assertStored(t, direct, topic, records, [first, ...(await acks)]);
    });
  });

  describe('worker under faults', () => {
    test('goes on after connections that break inside an answer', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await direct.publisher(t, [topic]);
      await publisher.publishAll(
        range(0, 40).map((i) => numbered(topic, i % 2, i, 20_000)),
        PATIENT,
      );
      for (const bytes of [2, 5, 3000, 100_000]) proxy.inject(API.fetch, { kind: 'cut-within', bytes });
      const worker = await bench.worker(t, { groupId, topics: [topic] });
      await committedTo(direct, groupId, topic, [20, 20]);
      assertAllRead(worker.records, range(0, 40));
      // The connections that were cut are still in use.
      for (const bytes of [3, 90]) proxy.inject(API.heartbeat, { kind: 'cut-within', bytes });
      for (const bytes of [1, 9]) proxy.inject(API.offsetCommit, { kind: 'cut-within', bytes });
      await publisher.publishAll(
        range(40, 60).map((i) => numbered(topic, i % 2, i)),
        PATIENT,
      );
      await committedTo(direct, groupId, topic, [30, 30]);
      assertAllRead(worker.records, range(0, 60));
    });

    test('goes on after a black hole that outlasts its time-outs', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await direct.publisher(t, [topic]);
      await publisher.publishAll(range(0, 20).map((i) => numbered(topic, i % 2, i)));
      const worker = await bench.worker(t, { groupId, topics: [topic], sessionTimeoutMs: 6000 });
      await committedTo(direct, groupId, topic, [10, 10]);
      proxy.blackHole();
      t.after(() => proxy.heal());
      await publisher.publishAll(range(20, 30).map((i) => numbered(topic, i % 2, i)));
      await until('it says that it cannot read', () => worker.worker.health());
      proxy.heal();
      await committedTo(direct, groupId, topic, [15, 15]);
      assertAllRead(worker.records, range(0, 30));
      await until('it is well again', () => worker.worker.health() === undefined);
    });

    test('a stop in a black hole takes no longer with offsets to commit than without', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topics = await Promise.all([bench.topic(t, 1), bench.topic(t, 1)]);
      const publisher = await direct.publisher(t, topics);
      const started = topics.map(async (topic) => {
        // Nothing is committed before the stop.
        const options = { groupId: newGroup(), topics: [topic], commitIntervalMs: 60_000 };
        return await bench.worker(t, { ...options, onRecords: () => {} });
      });
      const workers = (await Promise.all(started)) as [Collector, Collector];
      await publisher.publishAll(topics.map((topic, i) => numbered(topic, 0, i)));
      await Promise.all(workers.map((worker) => worker.reads(1)));
      proxy.blackHole();
      t.after(() => proxy.heal());
      const [behind, level] = workers;
      behind.owners[0]?.done(0n);
      level.owners[0]?.abandon(0n);
      const [longer, shorter] = await Promise.all([timeOfStop(behind), timeOfStop(level)]);
      assert.equal(proxy.held(API.offsetCommit), 1);
      assert.ok(longer < 1.5 * shorter, `${longer} ms with offsets to commit, ${shorter} ms without`);
    });

    test('a broker that is killed in the middle loses nothing that was acknowledged', async (t) => {
      const { bench, kafka, direct } = fixture();
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      const worker = await bench.worker(t, {
        groupId,
        topics: [topic],
        onRecords: (records, owner) => {
          for (const [i, record] of records.entries()) setTimeout(() => owner.done(record.offset), i % 50);
        },
      });
      const acknowledged: number[] = [];
      const publishSome = async (from: number, to: number) => {
        for (let i = from; i < to; i += 10) {
          const batch = range(i, i + 10);
          await publisher.publishAll(
            batch.map((n) => numbered(topic, n % 2, n)),
            PATIENT,
          );
          acknowledged.push(...batch);
        }
      };
      await publishSome(0, 500);
      const publishing = publishSome(500, 3000);
      await until('some more', () => acknowledged.length > 800);
      await kafka.node.kill();
      await kafka.node.start();
      await publishing;
      await until('all are read', () => new Set(worker.records.map(numberOf)).size === 3000, 60_000);
      assertAllRead(worker.records, acknowledged);
      const ends = [0, 1].map((partition) => Number(highest(worker.records, partition)) + 1);
      await committedTo(direct, groupId, topic, ends);
    });
  });
}

function publishEach(
  publish: (record: OutgoingRecord, options: { timeoutMs: number }) => Promise<Ack>,
  records: readonly OutgoingRecord[],
): Promise<Ack[]> {
  return Promise.all(records.map((record) => publish(record, PATIENT)));
}

/** How long a stop takes that has no grace, in milliseconds. */
async function timeOfStop(worker: Collector): Promise<number> {
  const begun = performance.now();
  await worker.stop(0);
  return performance.now() - begun;
}

function unavailable(written: 'no' | 'unknown'): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof KafkaUnavailableError);
    assert.equal(error.written, written);
    return true;
  };
}
