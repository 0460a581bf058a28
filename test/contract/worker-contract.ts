// What a worker promises while the cluster is well.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import { until } from '../support/until.ts';
import { type ContractBench, numbered, numberOf, range } from './contract-bench.ts';
import { committedTo, newGroup } from './stored-records.ts';

export function workerContract(bench: ContractBench): void {
  const committed = (groupId: string, topic: string, partitions: number) =>
    bench.raw.committedOffsets(groupId, topic, partitions);
  const isCommitted = (groupId: string, topic: string, offsets: readonly number[]) =>
    committedTo(bench, groupId, topic, offsets);

  describe('worker', () => {
    test('reads the records from before the first member of its group, in order', async (t) => {
      const topic = await bench.topic(t, 3);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 30).map((i) => numbered(topic, i % 3, i)));
      const worker = await bench.worker(t, { groupId: newGroup(), topics: [topic] });
      await worker.reads(30);
      for (const partition of [0, 1, 2]) {
        const numbers = worker.records.filter((one) => one.partition === partition).map(numberOf);
        assert.deepEqual(
          numbers,
          range(0, 30).filter((i) => i % 3 === partition),
        );
      }
      assert.equal(worker.worker.health(), undefined);
    });

    test('commits the lowest unfinished offset, and everything when all is finished', async (t) => {
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 20).map((i) => numbered(topic, i % 2, i)));
      const worker = await bench.worker(t, { groupId, topics: [topic], onRecords: () => {} });
      await worker.reads(20);
      const finish = (which: (record: ReceivedRecord) => boolean) => {
        for (const [i, record] of worker.records.entries()) {
          if (which(record)) worker.owners[i]?.done(record.offset);
        }
      };
      finish(({ partition, offset }) => (partition === 0 ? offset !== 3n : offset === 0n));
      await isCommitted(groupId, topic, [3, 1]);
      finish(() => true);
      await isCommitted(groupId, topic, [10, 10]);
    });

    test('a stop waits for what is in hand, commits it, and the next member goes on exactly there', async (t) => {
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 20).map((i) => numbered(topic, i % 2, i)));
      const inHand: (() => void)[] = [];
      const first = await bench.worker(t, {
        groupId,
        topics: [topic],
        commitIntervalMs: 60_000,
        onRecords: (records, owner) => {
          inHand.push(...records.map((record) => () => owner.done(record.offset)));
        },
      });
      await first.reads(20);
      let isStopped = false;
      const stopped = first.stop().then(() => {
        isStopped = true;
      });
      await publisher.publishAll(range(20, 30).map((i) => numbered(topic, i % 2, i)));
      assert.equal(isStopped, false);
      for (const finish of inHand) finish();
      await stopped;
      assert.equal(first.records.length, 20, 'no records once it stops');
      assert.deepEqual(await committed(groupId, topic, 2), [10n, 10n]);
      assert.ok(first.owners.every((owner) => owner.revoked.aborted));
      const second = await bench.worker(t, { groupId, topics: [topic] });
      await second.reads(10);
      assert.deepEqual(
        second.records.map(numberOf).sort((a, b) => a - b),
        range(20, 30),
      );
    });

    test('a stop that hands over leaves its group before what takes long is finished, and commits what is', async (t) => {
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 10).map((i) => numbered(topic, i % 2, i)));
      const options = { groupId, topics: [topic], onRecords: () => {} };
      const first = await bench.worker(t, { ...options, handOverMs: 200 });
      await first.reads(10);
      for (const [i, { partition, offset }] of first.records.entries()) {
        if (partition === 0 || offset < 2n) first.owners[i]?.done(offset);
      }
      // Long before its deadline, or the test would take that long.
      await first.stop();
      assert.deepEqual(await committed(groupId, topic, 2), [5n, 2n]);
      assert.ok(first.owners.every((owner) => owner.revoked.aborted));
      const second = await bench.worker(t, options);
      await second.reads(3);
      assert.deepEqual(second.records.map(numberOf), [5, 7, 9]);
      // What the first one finishes then is nobody's any more.
      for (const [i, { offset }] of first.records.entries()) first.owners[i]?.done(offset);
      await second.stop(0);
      assert.deepEqual(await committed(groupId, topic, 2), [5n, 2n]);
    });

    test('what is unfinished when a stop is cut short, or was abandoned, is read again', async (t) => {
      const topic = await bench.topic(t, 1);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 6).map((i) => numbered(topic, 0, i)));
      const first = await bench.worker(t, { groupId, topics: [topic], onRecords: () => {} });
      await first.reads(6);
      const owner = first.owners[0] as OwnedPartition;
      for (const offset of [0n, 1n, 4n]) owner.done(offset);
      for (const offset of [2n, 3n]) owner.abandon(offset);
      await first.stop(50);
      assert.deepEqual(await committed(groupId, topic, 1), [2n]);
      const second = await bench.worker(t, { groupId, topics: [topic], onRecords: () => {} });
      await second.reads(4);
      assert.deepEqual(second.records.map(numberOf), [2, 3, 4, 5]);
      for (const [i, record] of second.records.entries()) second.owners[i]?.abandon(record.offset);
      await second.stop();
      assert.deepEqual(
        await committed(groupId, topic, 1),
        [2n],
        'a stop does not wait for what was abandoned',
      );
    });

    test('a handler that throws gets its records again, and the other partitions go on', async (t) => {
      const topic = await bench.topic(t, 3);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 30).map((i) => numbered(topic, i % 3, i)));
      // The kinds of errors that end kafkajs's consumer, and one that makes it loop.
      const bugs = [new TypeError('a'), new RangeError('b'), new Error('c')];
      const finished = new Set<number>();
      const worker = await bench.worker(t, {
        groupId,
        topics: [topic],
        onRecords: (records, owner) => {
          const bug = owner.partition === 1 ? bugs.shift() : undefined;
          if (bug) throw bug;
          for (const record of records) {
            finished.add(numberOf(record));
            owner.done(record.offset);
          }
        },
      });
      await isCommitted(groupId, topic, [10, 10, 10]);
      assert.equal(finished.size, 30);
      await publisher.publishAll(range(30, 33).map((i) => numbered(topic, i % 3, i)));
      await isCommitted(groupId, topic, [11, 11, 11]);
      assert.equal(worker.worker.health(), undefined);
      assert.equal(worker.assignments.length, 1, 'nobody had to join again');
    });

    test('never has more in hand than its window, and a full partition does not hold the others', async (t) => {
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 200).map((i) => numbered(topic, i % 2, i)));
      const held: bigint[] = [];
      let stuck: OwnedPartition | undefined;
      let most = 0;
      const worker = await bench.worker(t, {
        groupId,
        topics: [topic],
        maxUnfinished: 10,
        onRecords: (records, owner) => {
          if (owner.partition === 1) for (const record of records) owner.done(record.offset);
          if (owner.partition === 0) {
            stuck = owner;
            held.push(...records.map((record) => record.offset));
            most = Math.max(most, held.length);
          }
        },
      });
      await until(
        'partition 1 read',
        () => worker.records.filter((one) => one.partition === 1).length === 100,
      );
      assert.deepEqual(held.map(Number), range(0, 10));
      while (held.length > 0) {
        const next = held.shift() as bigint;
        stuck?.done(next);
        if (held.length <= 5 && next < 90n) await until('more in hand', () => held.length > 5);
      }
      await isCommitted(groupId, topic, [100, 100]);
      assert.ok(most <= 10, `${most} in hand`);
    });

    test('a partition that is sent back gives the record again, not before its time, and keeps the others waiting for nothing', async (t) => {
      const topic = await bench.topic(t, 2);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 20).map((i) => numbered(topic, i % 2, i)));
      // Longer than it takes to see what is committed meanwhile, also on a machine that is held up.
      const delayMs = 5000;
      const sentBack: number[] = [];
      const again: { number: number; at: number }[] = [];
      const worker = await bench.worker(t, {
        groupId,
        topics: [topic],
        onRecords: (records, owner) => {
          for (const record of records) {
            if (owner.partition === 0 && record.offset === 4n && sentBack.length === 0) {
              sentBack.push(performance.now());
              owner.rereadFrom(4n, delayMs);
              return;
            }
            if (sentBack.length > 0 && owner.partition === 0) {
              again.push({ number: numberOf(record), at: performance.now() });
            }
            owner.done(record.offset);
          }
        },
      });
      await until('sent back', () => sentBack.length > 0);
      await isCommitted(groupId, topic, [4, 10]);
      assert.equal(again.length, 0);
      await isCommitted(groupId, topic, [10, 10]);
      assert.deepEqual(
        again.map(({ number }) => number),
        [8, 10, 12, 14, 16, 18],
        'from the record on, in order, each once',
      );
      assert.ok((again[0]?.at ?? 0) - (sentBack[0] ?? 0) >= delayMs);
      assert.equal(worker.assignments.length, 1);
    });

    test('fails for good when onAssigned throws: a defect that trying again would not cure', async (t) => {
      const topic = await bench.topic(t, 1);
      const onAssigned = () => {
        throw new Error('a bug');
      };
      await assert.rejects(bench.worker(t, { groupId: newGroup(), topics: [topic], onAssigned }), {
        code: 'HPL_KAFKA_CONSUMER_FAILED',
      });
      let calls = 0;
      const options = { groupId: newGroup(), topics: [topic], onRecords: () => {} };
      const later = () => {
        calls += 1;
        if (calls > 1) throw new Error('a bug');
      };
      const first = await bench.worker(t, { ...options, onAssigned: later });
      await bench.worker(t, options);
      await assert.rejects(first.worker.failed, { code: 'HPL_KAFKA_CONSUMER_FAILED' });
      assert.match(first.worker.health() ?? '', /a bug/);
    });

    test('does not start on a topic that does not exist', async (t) => {
      const topic = await bench.topic(t, 1);
      await assert.rejects(bench.worker(t, { groupId: newGroup(), topics: [`${topic}.typo`] }), {
        code: 'HPL_KAFKA_TOPIC_MISSING',
      });
    });

    test('may be stopped twice, and at once after its start began', async (t) => {
      const topic = await bench.topic(t, 1);
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const worker = bench.adapter.createWorker(
        { ...bench.connection, groupId: newGroup(), topics: [topic], onRecords: () => {} },
        { log },
      );
      const started = worker.start().catch(() => {});
      await Promise.all([worker.stop(AbortSignal.timeout(20_000)), worker.stop(AbortSignal.timeout(20_000))]);
      await started;
    });
  });
}
