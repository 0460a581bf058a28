// What a worker promises when its partitions, its offsets or its topic change under it, while the cluster is well.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import { until } from '../support/until.ts';
import { type ContractBench, numbered, numberOf, range } from './contract-bench.ts';
import { committedTo, newGroup } from './stored-records.ts';

export function workerGroupContract(bench: ContractBench): void {
  const committed = (groupId: string, topic: string, partitions: number) =>
    bench.raw.committedOffsets(groupId, topic, partitions);
  const isCommitted = (groupId: string, topic: string, offsets: readonly number[]) =>
    committedTo(bench, groupId, topic, offsets);

  describe('worker in its group', () => {
    test('a second member takes over partitions, and nothing is lost or passed over', async (t) => {
      const topic = await bench.topic(t, 4);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      const finished = new Set<number>();
      // Slowly, so that records are in hand when the group changes.
      const slowly = (records: readonly ReceivedRecord[], owner: OwnedPartition) => {
        for (const [i, record] of records.entries()) {
          setTimeout(() => {
            if (owner.revoked.aborted) return;
            finished.add(numberOf(record));
            owner.done(record.offset);
          }, i);
        }
      };
      const options = { groupId, topics: [topic], onRecords: slowly, maxUnfinished: 50 };
      const first = await bench.worker(t, options);
      let published = 0;
      let isPublishing = true;
      const publishing = (async () => {
        while (isPublishing || published < 2000) {
          const next = range(published, published + 100);
          await publisher.publishAll(next.map((i) => numbered(topic, i % 4, i)));
          published += 100;
          await until('some finished', () => published - finished.size < 500);
        }
      })();
      await first.reads(200);
      const second = await bench.worker(t, options);
      await until('both own two', () => {
        const owned = [first, second].map((one) => one.assignments.at(-1)?.length);
        return owned.every((count) => count === 2);
      });
      assert.ok(
        first.assignments[0]?.every((owner) => owner.revoked.aborted),
        'the owners of before are told',
      );
      await second.reads(50);
      await second.stop();
      isPublishing = false;
      await publishing;
      await until(`${published} finished`, () => finished.size === published, 60_000);
      await isCommitted(
        groupId,
        topic,
        range(0, 4).map(() => published / 4),
      );
    });

    test('what an owner of before says is not committed', async (t) => {
      const topic = await bench.topic(t, 1);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 5).map((i) => numbered(topic, 0, i)));
      const options = { groupId, topics: [topic], onRecords: () => {} };
      const first = await bench.worker(t, options);
      await first.reads(5);
      const [stale] = first.owners as [OwnedPartition];
      // Another member makes the group assign anew; with one partition, one of the two has it afterwards.
      const second = await bench.worker(t, options);
      await until('revoked', () => stale.revoked.aborted);
      for (const record of first.records.slice(0, 5)) stale.done(record.offset);
      stale.rereadFrom(0n, 0);
      await until('read by the owner of now', () => first.records.length + second.records.length >= 10);
      const current = [...second.owners, ...first.owners.slice(5)][0] as OwnedPartition;
      current.done(0n);
      await isCommitted(groupId, topic, [1]);
      await Promise.all([first.stop(0), second.stop(0)]);
      assert.deepEqual(await committed(groupId, topic, 1), [1n]);
    });

    test('goes on at the oldest record when retention has passed its offset', async (t) => {
      const topic = await bench.topic(t, 1);
      const groupId = newGroup();
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 5).map((i) => numbered(topic, 0, i)));
      const first = await bench.worker(t, { groupId, topics: [topic] });
      await first.reads(5);
      await first.stop();
      assert.deepEqual(await committed(groupId, topic, 1), [5n]);
      await publisher.publishAll(range(5, 12).map((i) => numbered(topic, 0, i)));
      await bench.raw.deleteRecords(topic, 0, 8n);
      const second = await bench.worker(t, { groupId, topics: [topic] });
      await second.reads(4);
      assert.deepEqual(second.records.map(numberOf), [8, 9, 10, 11]);
      await isCommitted(groupId, topic, [12]);
    });

    test('begins anew, with another owner, when the topic was remade under it', async (t) => {
      const topic = await bench.topic(t, 1);
      const groupId = newGroup();
      const admin = await bench.admin(t);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 9).map((i) => numbered(topic, 0, i)));
      const worker = await bench.worker(t, { groupId, topics: [topic] });
      await worker.reads(9);
      await isCommitted(groupId, topic, [9]);
      await bench.raw.deleteTopic(topic);
      await admin.provision([{ topic, partitions: 1, config: {} }], {
        replicationFactor: 1,
        minInsyncReplicas: 1,
      });
      await publisher.publishAll(
        range(100, 103).map((i) => numbered(topic, 0, i)),
        { timeoutMs: 20_000 },
      );
      await worker.reads(12);
      assert.deepEqual(worker.records.slice(9).map(numberOf), [100, 101, 102]);
      assert.notEqual(worker.owners[9], worker.owners[8]);
      await isCommitted(groupId, topic, [3]);
    });
  });
}
