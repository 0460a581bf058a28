// What the administration promises.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ContractBench, numbered, range } from './contract-bench.ts';

const ONE_COPY = { replicationFactor: 1, minInsyncReplicas: 1 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function adminContract(bench: ContractBench): void {
  describe('admin', () => {
    test('several processes that provision at once make each topic once', async (t) => {
      const prefix = await bench.topic(t, 1);
      const specs = range(0, 6).map((i) => ({ topic: `${prefix}.${i}`, partitions: i + 1, config: {} }));
      const admins = await Promise.all(range(0, 4).map(() => bench.admin(t)));
      const made = await Promise.all(admins.map((admin) => admin.provision(specs, ONE_COPY)));
      assert.deepEqual(made.flat().sort(), specs.map((spec) => spec.topic).sort());
      assert.deepEqual(await admins[0]?.provision(specs, ONE_COPY), [], 'and the next one nothing');
      const described = await admins[0]?.describe(specs.map((spec) => spec.topic));
      const partitions = new Map(described?.map((one) => [one.topic, one.partitions]));
      for (const spec of specs) assert.equal(partitions.get(spec.topic), spec.partitions);
    });

    test('a topic that goes while it is looked at is no failure', async (t) => {
      const topic = await bench.topic(t, 1);
      const admin = await bench.admin(t);
      const spec = { topic, partitions: 1, config: {} };
      for (const _ of range(0, 20)) {
        const deleted = bench.raw.deleteTopic(topic);
        await admin.provision([spec], ONE_COPY);
        await deleted;
        // It was seen before it went, or made anew: either is an answer.
        await admin.provision([spec], ONE_COPY);
        assert.equal((await admin.describe([topic]))[0]?.partitions, 1);
      }
    });

    test('an existing topic with another number of partitions is a mismatch', async (t) => {
      const topic = await bench.topic(t, 3);
      const admin = await bench.admin(t);
      await assert.rejects(admin.provision([{ topic, partitions: 4, config: {} }], ONE_COPY), {
        code: 'HPL_KAFKA_TOPIC_MISMATCH',
      });
    });

    test('an existing topic with fewer copies, or on another clock, is a mismatch; another retention is not', async (t) => {
      const topic = await bench.topic(t, 1);
      const admin = await bench.admin(t);
      const spec = { topic, partitions: 1, config: { 'retention.ms': '12345678' } };
      assert.deepEqual(await admin.provision([spec], ONE_COPY), []);
      const clock = { ...spec, config: { 'message.timestamp.type': 'LogAppendTime' } };
      const refusals: [typeof spec | typeof clock, typeof ONE_COPY, RegExp][] = [
        [spec, { replicationFactor: 3, minInsyncReplicas: 1 }, /has 1 copies, not 3/],
        [spec, { replicationFactor: 1, minInsyncReplicas: 2 }, /min\.insync\.replicas=1, not 2/],
        [clock, ONE_COPY, /message\.timestamp\.type=CreateTime, not LogAppendTime/],
      ];
      for (const [wrong, copies, message] of refusals) {
        await assert.rejects(admin.provision([wrong], copies), { code: 'HPL_KAFKA_TOPIC_MISMATCH', message });
      }
    });

    test('a topic that the broker will not make is refused with its reason', async (t) => {
      const topic = await bench.topic(t, 1);
      const admin = await bench.admin(t);
      const specs = [{ topic: `${topic}.bad`, partitions: 1, config: { 'retention.ms': 'soon' } }];
      await assert.rejects(admin.provision(specs, ONE_COPY), {
        code: 'HPL_KAFKA_REFUSED',
        message: /retention\.ms/,
      });
    });

    test('describes topics by their real id, which another topic of that name does not have', async (t) => {
      const topic = await bench.topic(t, 2);
      const admin = await bench.admin(t);
      const [before] = await admin.describe([topic]);
      assert.match(before?.topicId ?? '', UUID);
      assert.equal(before?.partitions, 2);
      assert.equal(before?.replicationFactor, 1);
      await bench.raw.deleteTopic(topic);
      await admin.provision([{ topic, partitions: 2, config: {} }], ONE_COPY);
      const [after] = await admin.describe([topic]);
      assert.match(after?.topicId ?? '', UUID);
      assert.notEqual(after?.topicId, before?.topicId);
    });

    test('tells where the log of each partition ends', async (t) => {
      const topic = await bench.topic(t, 3);
      const admin = await bench.admin(t);
      assert.deepEqual([...(await admin.endOffsets(topic))].sort(), [
        [0, 0n],
        [1, 0n],
        [2, 0n],
      ]);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll([0, 0, 0, 2].map((partition, i) => numbered(topic, partition, i)));
      assert.deepEqual([...(await admin.endOffsets(topic))].sort(), [
        [0, 3n],
        [1, 0n],
        [2, 1n],
      ]);
      await assert.rejects(admin.endOffsets(`${topic}.none`), { code: 'HPL_KAFKA_TOPIC_MISSING' });
    });

    test('names every topic that is missing', async (t) => {
      const topic = await bench.topic(t, 1);
      const admin = await bench.admin(t);
      await assert.rejects(admin.describe([`${topic}.b`, topic, `${topic}.a`]), (error: Error) => {
        assert.match(error.message, new RegExp(`${topic}\\.a, ${topic}\\.b;`));
        return true;
      });
    });
  });
}
