// What looking into three brokers promises while one of them is away.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectInspector } from '@hopline/kafka/connect';
import { readGroup } from '@hopline/kafka/read-groups';
import { readTopics } from '@hopline/kafka/read-topics';
import { until } from '../support/until.ts';
import type { ClusterFixture } from './cluster-contract.ts';
import { numbered } from './contract-bench.ts';
import { newGroup } from './stored-records.ts';

export function clusterInspectorContract(fixture: () => ClusterFixture): void {
  describe('looking into three brokers', () => {
    test('while nobody leads a partition the others are read, and what is known of the lag is told', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, 3, {}, { replicationFactor: 1, minInsyncReplicas: 1 });
      for (const partition of [0, 1, 2]) {
        await bench.raw.reassign(topic, partition, [partition + 1]);
        const isThere = async () => (await bench.raw.leaders(topic))[partition] === partition + 1;
        await until('it has its broker', isThere);
      }
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 1, 2].map((i) => numbered(topic, i, i)));
      await using inspector = await connectInspector(bench.connection);
      // Kafka makes the topic of its coordinators when it is first asked for one, which takes all three brokers.
      const groupId = newGroup();
      await inspector.group(groupId);
      const node = kafka.nodes.find(({ id }) => id === 2);
      await node?.kill();
      t.after(() => node?.start());
      const bounds = await until('nobody leads it', async () => {
        const found = await inspector.bounds(topic);
        return found.get(1) === undefined && found;
      });
      assert.deepEqual(
        [0, 2].map((partition) => bounds.get(partition)),
        [0, 2].map(() => ({ first: 0n, end: 1n })),
      );
      assert.ok(bounds.has(1));
      const { topics } = await readGroup(inspector, { groupId, topics: [{ topic, delayMs: 0 }] });
      assert.deepEqual(
        topics[0]?.partitions.map(({ lag, oldestMs }) => [lag, oldestMs !== undefined]),
        [
          [1n, true],
          [undefined, false],
          [1n, true],
        ],
      );
      const [read] = await readTopics(inspector, [topic], []);
      assert.deepEqual(
        read?.partitions.map(({ end }) => end),
        [1n, undefined, 1n],
      );
    });
  });
}
