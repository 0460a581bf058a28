// When a worker calls itself healthy: to wait on purpose is, to have stopped working is not.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnedPartition, ReceivedRecord } from '@hopline/kafka/port';
import { until } from '../support/until.ts';
import { type ContractBench, numbered, range } from './contract-bench.ts';
import { newGroup } from './stored-records.ts';

export function workerHealthContract(bench: ContractBench): void {
  describe('worker in readiness', () => {
    test('is healthy while it waits for the time at which a record is to be read again', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      const stallMs = 500;
      let sentBack = 0;
      const worker = await bench.worker(t, {
        ...{ groupId: newGroup(), topics: [topic], stallMs },
        onRecords: ([record], owner) => {
          if (!record) return;
          sentBack += 1;
          if (sentBack > 1) owner.done(record.offset);
          // Six times as long as records may be in hand.
          else owner.rereadFrom(record.offset, 6 * stallMs);
        },
      });
      await until('it is read again', () => {
        assert.equal(worker.worker.health(), undefined);
        return sentBack > 1;
      });
    });

    test('is not healthy while none of the records in hand is finished, and is again when one is', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      const worker = await bench.worker(t, {
        ...{ groupId: newGroup(), topics: [topic], stallMs: 500 },
        onRecords: () => {},
      });
      await sleep(1000);
      assert.equal(worker.worker.health(), undefined, 'it has nothing to do');
      await publisher.publishAll(range(0, 4).map((i) => numbered(topic, i % 2, i)));
      await worker.reads(4);
      const problem = await until('it says that it is stuck', () => worker.worker.health());
      assert.match(problem, /^none of 4 records in hand was finished for \d+ s$/);
      worker.owners[0]?.done(0n);
      assert.equal(worker.worker.health(), undefined);
    });

    test('is not healthy while its handler throws, and names the partition that is held', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 4).map((i) => numbered(topic, i % 2, i)));
      let isBroken = true;
      const onRecords = (records: readonly ReceivedRecord[], owner: OwnedPartition) => {
        if (isBroken && owner.partition === 1) throw new Error('a bug');
        for (const { offset } of records) owner.done(offset);
      };
      const worker = await bench.worker(t, { groupId: newGroup(), topics: [topic], onRecords });
      const problem = await until('it says what is held', () => worker.worker.health());
      assert.equal(problem, `${topic}/1 is held: a bug`);
      isBroken = false;
      await until('it is well again', () => worker.worker.health() === undefined);
    });
  });
}
