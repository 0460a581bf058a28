// What workers promise while the network and the broker fail.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { API } from '../support/kafka-frames.ts';
import { until } from '../support/until.ts';
import { Collector, numbered, numberOf, range } from './contract-bench.ts';
import {
  COORDINATOR_LOAD_IN_PROGRESS,
  REBALANCE_IN_PROGRESS,
  refusedHeartbeat,
  refusedJoin,
  UNKNOWN_MEMBER_ID,
} from './group-reply.ts';
import { type FaultFixture, PATIENT } from './publisher-faults-contract.ts';
import { assertAllRead, committedTo, highest, newGroup } from './stored-records.ts';

export function workerFaultsContract(fixture: () => FaultFixture): void {
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

    test('a consumer that has fallen silent is given up, so that another takes its place', async (t) => {
      const { bench, proxy, direct } = fixture();
      const topic = await bench.topic(t, 2);
      const options = { groupId: newGroup(), topics: [topic], sessionTimeoutMs: 6000 };
      const publisher = await direct.publisher(t, [topic]);
      await publisher.publishAll(range(0, 2).map((i) => numbered(topic, i, i)));
      const silent = await bench.worker(t, options);
      await committedTo(direct, options.groupId, topic, [1, 1]);
      let failure: unknown;
      silent.worker.failed.catch((error) => {
        failure = error;
      });
      // It waits for the answer to its join for longer than its session lasts, and does nothing meanwhile.
      proxy.inject(API.joinGroup, { kind: 'swallow-reply' });
      const next = await direct.worker(t, options);
      await until('it is given up', () => failure, 45_000);
      assert.equal((failure as { code?: unknown }).code, 'HPL_KAFKA_CONSUMER_FAILED');
      assert.match(silent.worker.health() ?? '', /no sign of life/);
      // What its process does then; its connections end with it.
      await silent.stop(0);
      proxy.cutAll();
      await publisher.publishAll(range(2, 4).map((i) => numbered(topic, i % 2, i)));
      await committedTo(direct, options.groupId, topic, [2, 2]);
      assertAllRead(next.records, [2, 3]);
    });

    // Seen in rolling restarts: the group's new coordinator is still loading when its members come.
    const joins = [
      { refusedFor: 'a moment', times: 2 },
      { refusedFor: 'longer than it is tried', times: 60 },
    ];
    for (const rebalance of [REBALANCE_IN_PROGRESS, UNKNOWN_MEMBER_ID]) {
      for (const { refusedFor, times } of joins) {
        test(`goes on when the join after error ${rebalance} is refused for ${refusedFor}`, async (t) => {
          const { bench, proxy, direct } = fixture();
          const topic = await bench.topic(t, 2);
          const groupId = newGroup();
          const publisher = await direct.publisher(t, [topic]);
          await publisher.publishAll(range(0, 2).map((i) => numbered(topic, i, i)));
          const worker = await bench.worker(t, { groupId, topics: [topic], sessionTimeoutMs: 6000 });
          await committedTo(direct, groupId, topic, [1, 1]);
          const before = proxy.faultsMet();
          const loading = refusedJoin(COORDINATOR_LOAD_IN_PROGRESS);
          proxy.inject(API.joinGroup, { kind: 'answer', body: loading }, times);
          proxy.inject(API.heartbeat, { kind: 'answer', body: refusedHeartbeat(rebalance) });
          await until('all joins were refused', () => proxy.faultsMet() === before + 1 + times);
          await publisher.publishAll(range(2, 4).map((i) => numbered(topic, i % 2, i)));
          await committedTo(direct, groupId, topic, [2, 2]);
          assertAllRead(worker.records, range(0, 4));
        });
      }
    }

    // The requests of a start, in their order; its second connection is the one that joins.
    const steps = [
      ['metadata', 1],
      ['apiVersions', 2],
      ['findCoordinator', 1],
      ['joinGroup', 1],
      ['syncGroup', 1],
    ] as const;
    for (const [api, nth] of steps) {
      test(`a stop in the middle of its start, at ${api} ${nth}, leaves no member and no connection`, async (t) => {
        const { bench, proxy, direct } = fixture();
        const topic = await direct.topic(t, 2);
        await until('the connections of before are closed', () => proxy.connections() === 0);
        const groupId = newGroup();
        // Long enough that a member which stays is not taken out meanwhile.
        const { worker } = new Collector(bench, { groupId, topics: [topic], sessionTimeoutMs: 60_000 });
        const before = proxy.faultsMet();
        if (nth > 1) proxy.inject(API[api], { kind: 'delay-reply', ms: 0 }, nth - 1);
        proxy.inject(API[api], { kind: 'delay-reply', ms: 2000 });
        const started = worker.start();
        await until('it waits for the answer', () => proxy.faultsMet() - before === nth);
        const stopped = worker.stop(AbortSignal.timeout(0));
        await assert.rejects(started, { code: 'HPL_KAFKA_UNAVAILABLE' });
        await stopped;
        await until('no connection is left', () => proxy.connections() === 0);
        const members = () => direct.raw.members(groupId).catch(() => ['not known yet']);
        await until('no member is left', async () => (await members()).length === 0);
      });
    }

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

/** How long a stop takes that has no grace, in milliseconds. */
async function timeOfStop(worker: Collector): Promise<number> {
  const begun = performance.now();
  await worker.stop(0);
  return performance.now() - begun;
}
