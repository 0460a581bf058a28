// What looking into a cluster promises.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectInspector } from '@hopline/kafka/connect';
import { until } from '../support/until.ts';
import { type ContractBench, numbered, numberOf } from './contract-bench.ts';

export function inspectorContract(bench: ContractBench): void {
  describe('inspector', () => {
    test('tells the brokers, and of each topic its partitions, copies and settings; one that is missing is left out', async (t) => {
      const topic = await bench.topic(t, 3, { 'retention.ms': '86400000' });
      await using inspector = await connectInspector(bench.connection);
      const brokers = await inspector.brokers();
      const [found, ...others] = await inspector.inspect(
        [topic, `${topic}.none`],
        ['retention.ms', 'max.message.bytes'],
      );
      assert.deepEqual(others, []);
      assert.deepEqual(
        found?.partitions.map(({ partition }) => partition),
        [0, 1, 2],
      );
      for (const { leader, replicas, inSync } of found?.partitions ?? []) {
        assert.ok(brokers.some(({ nodeId }) => nodeId === leader));
        assert.deepEqual(inSync, replicas);
      }
      assert.equal(found?.config.get('retention.ms'), '86400000');
      assert.ok(Number(found?.config.get('max.message.bytes')) > 0);
      assert.deepEqual(await inspector.inspect([`${topic}.none`], []), []);
    });

    test('reads on from an offset, with keys, headers and the time of each record, and waits for what is not there yet', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      const before = Date.now();
      await publisher.publishAll([0, 1, 2, 3].map((i) => numbered(topic, 0, i)));
      await publisher.publish({ ...numbered(topic, 1, 9), key: null, headers: { a: 'b', empty: '' } });
      await using inspector = await connectInspector(bench.connection);
      const read = await inspector.read([
        { topic, partition: 0, offset: 2n },
        { topic, partition: 1, offset: 0n },
      ]);
      const [zero, one] = [...read].sort((a, b) => a.partition - b.partition);
      assert.deepEqual(zero?.records.map(numberOf), [2, 3]);
      assert.deepEqual([zero?.next, zero?.end], [4n, 4n]);
      assert.equal(zero?.records[0]?.key?.toString(), 'key-2');
      assert.ok((zero?.records[0]?.timestamp ?? 0) >= before);
      const [record] = one?.records ?? [];
      assert.equal(record?.key, null);
      assert.deepEqual(record?.headers, { a: Buffer.from('b'), empty: Buffer.alloc(0) });

      const waiting = inspector.read([{ topic, partition: 0, offset: 4n }], { maxWaitMs: 20_000 });
      await publisher.publish(numbered(topic, 0, 4));
      assert.deepEqual((await waiting)[0]?.records.map(numberOf), [4]);
      const [nothing] = await inspector.read([{ topic, partition: 0, offset: 5n }]);
      assert.deepEqual([nothing?.records, nothing?.next], [[], 5n]);
      await assert.rejects(inspector.read([{ topic, partition: 0, offset: 99n }]), {
        code: 'HPL_KAFKA_REFUSED',
        message: /OFFSET_OUT_OF_RANGE/,
      });
    });

    test('of several partitions with a large batch each, one comes in a fetch for all, and all come in fetches of their own', async (t) => {
      const topic = await bench.topic(t, 3);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 1, 2].map((partition) => numbered(topic, partition, partition, 2000)));
      await using inspector = await connectInspector(bench.connection);
      const from = [0, 1, 2].map((partition) => ({ topic, partition, offset: 0n }));
      const counts = async (options: { maxBytes: number; apart?: boolean }) =>
        (await inspector.read(from, options))
          .toSorted((a, b) => a.partition - b.partition)
          .map(({ records, next, end }) => [records.length, next, end]);
      const all = [0, 1, 2].map(() => [1, 1n, 1n]);
      assert.deepEqual(await counts({ maxBytes: 1, apart: true }), all);
      assert.deepEqual(await counts({ maxBytes: 100_000 }), all);
      const [found] = await inspector.inspect([topic], []);
      const leaders = new Set(found?.partitions.map(({ leader }) => leader));
      const together = await counts({ maxBytes: 1 });
      assert.equal(together.filter(([count]) => count === 1).length, leaders.size, 'one of each leader');
    });

    test('tells where the log of each partition begins and ends', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 1].map((i) => numbered(topic, 1, i)));
      await using inspector = await connectInspector(bench.connection);
      await inspector.deleteBefore(topic, new Map([[1, 1n]]));
      assert.deepEqual([...(await inspector.bounds(topic))].sort(), [
        [0, { first: 0n, end: 0n }],
        [1, { first: 1n, end: 2n }],
      ]);
      await assert.rejects(inspector.bounds(`${topic}.none`), { code: 'HPL_KAFKA_TOPIC_MISSING' });
    });

    test('finds where a time begins, and where there is nothing so late', async (t) => {
      const topic = await bench.topic(t, 2, { 'message.timestamp.type': 'LogAppendTime' });
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      await using inspector = await connectInspector(bench.connection);
      const [first] = (await inspector.read([{ topic, partition: 0, offset: 0n }]))[0]?.records ?? [];
      const appendedAt = first?.timestamp ?? assert.fail('nothing was read');
      await until('the clock is past it', () => Date.now() > appendedAt + 1);
      await publisher.publish(numbered(topic, 0, 1));
      assert.deepEqual([...(await inspector.offsetsSince(topic, appendedAt))], [[0, 0n]]);
      assert.deepEqual([...(await inspector.offsetsSince(topic, appendedAt + 1))], [[0, 1n]]);
      assert.deepEqual([...(await inspector.offsetsSince(topic, Date.now() + 60_000))], []);
    });

    test('tells of a group who is in it, what each has, and how far it has come', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 1, 2].map((i) => numbered(topic, 0, i)));
      const groupId = `group.${topic}`;
      await using inspector = await connectInspector(bench.connection);
      assert.deepEqual(await inspector.group(groupId), {
        ...{ groupId, state: 'Dead', members: [], committed: new Map() },
      });
      const worker = await bench.worker(t, { groupId, topics: [topic] });
      await worker.reads(3);
      const group = await until('the commit', async () => {
        const found = await inspector.group(groupId);
        return found.committed.get(topic)?.get(0) === 3n && found;
      });
      assert.equal(group.state, 'Stable');
      const [member] = group.members;
      assert.equal(group.members.length, 1);
      assert.equal(member?.clientId, bench.connection.clientId);
      assert.deepEqual(
        member?.partitions.toSorted((a, b) => a.partition - b.partition),
        [0, 1].map((partition) => ({ topic, partition })),
      );
      await worker.stop();
      const after = await inspector.group(groupId);
      assert.deepEqual([after.state, after.members, after.committed.get(topic)?.get(0)], ['Empty', [], 3n]);
    });

    test('changes what is named of a topic and nothing else; what the broker does not take is told', async (t) => {
      const topic = await bench.topic(t, 1, { 'retention.ms': '86400000', 'max.message.bytes': '2000000' });
      await using inspector = await connectInspector(bench.connection);
      await inspector.alter([{ topic, config: { 'retention.ms': '3600000' } }]);
      const changed = await until('the change', async () => {
        const [found] = await inspector.inspect([topic], ['retention.ms', 'max.message.bytes']);
        return found?.config.get('retention.ms') === '3600000' && found;
      });
      assert.equal(changed.config.get('max.message.bytes'), '2000000');
      await assert.rejects(inspector.alter([{ topic, config: { 'retention.ms': 'soon' } }]), {
        code: 'HPL_KAFKA_REFUSED',
        message: /retention\.ms/,
      });
    });

    test('weighs a topic, and forgets its beginning', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 1].map((partition) => numbered(topic, partition, 0, 5000)));
      await using inspector = await connectInspector(bench.connection);
      const sizes = await inspector.sizesOf([topic, `${topic}.none`]);
      assert.deepEqual([...sizes.keys()], [topic]);
      const ofPartitions = [...(sizes.get(topic) ?? [])].sort(([a], [b]) => a - b);
      assert.deepEqual(
        ofPartitions.map(([partition, bytes]) => [partition, bytes > 5000 && bytes < 6000]),
        [0, 1].map((partition) => [partition, true]),
        `${ofPartitions}`,
      );
      await inspector.deleteBefore(topic, new Map([[1, 1n]]));
      assert.deepEqual([...(await inspector.firstOffsets(topic))].sort(), [
        [0, 0n],
        [1, 1n],
      ]);
      await assert.rejects(inspector.deleteBefore(topic, new Map([[0, 99n]])), {
        code: 'HPL_KAFKA_REFUSED',
      });
    });

    test('reads what is packed with gzip or zstd, and says of the others that it cannot', async (t) => {
      await using inspector = await connectInspector(bench.connection);
      // The broker packs anew what comes in another form than its topic has.
      const packed = async (type: string) => {
        const topic = await bench.topic(t, 1, { 'compression.type': type });
        const publisher = await bench.publisher(t, [topic]);
        await publisher.publishAll([0, 1].map((i) => numbered(topic, 0, i, 500)));
        return [{ topic, partition: 0, offset: 0n }];
      };
      for (const type of ['gzip', 'zstd']) {
        const [read] = await inspector.read(await packed(type));
        assert.deepEqual(read?.records.map(numberOf), [0, 1], type);
        const topic = read?.topic ?? '';
        assert.ok(((await inspector.sizesOf([topic])).get(topic)?.get(0) ?? 9999) < 700, type);
      }
      await assert.rejects(inspector.read(await packed('lz4')), { message: /packed with lz4/ });
    });
  });
}
