// What a publisher promises while the cluster is well.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { KafkaUnavailableError, PublisherFullError, RecordTooLargeError } from '@hopline/kafka/errors';
import type { OutgoingRecord } from '@hopline/kafka/port';
import { ContractBench, numbered, numberOf, range } from './contract-bench.ts';

export function publisherContract(bench: ContractBench): void {
  describe('publisher', () => {
    test('a record is stored in the partition that was chosen, at the offset that was acknowledged, byte for byte', async (t) => {
      const topic = await bench.topic(t, 5);
      const publisher = await bench.publisher(t, [topic]);
      assert.equal(publisher.partitionsOf(topic), 5);
      const sent: OutgoingRecord[] = range(0, 20).map((i) => ({
        topic,
        partition: (i * 3) % 5,
        key: i % 4 === 0 ? null : `schlüssel-${i}`,
        value: i % 7 === 0 ? null : Buffer.from([0, 255, i, 0xc3, 0x01]),
        headers: { traceparent: `00-${i}`, raw: Buffer.from([0, 254, i]), empty: '' },
      }));
      const acks = await publisher.publishAll(sent);
      const stored = await bench.readAll(t, topic, sent.length);
      assert.equal(stored.length, sent.length);
      for (const [i, record] of sent.entries()) {
        const ack = acks[i];
        const found = stored.find((one) => one.partition === record.partition && one.offset === ack?.offset);
        assert.deepEqual(found?.key, record.key === null ? null : Buffer.from(record.key));
        assert.deepEqual(found?.value, record.value);
        assert.deepEqual(found?.headers, {
          traceparent: Buffer.from(`00-${i}`),
          raw: Buffer.from([0, 254, i]),
          empty: Buffer.alloc(0),
        });
        assert.ok(Math.abs(Date.now() - (found?.timestamp ?? 0)) < 600_000);
      }
    });

    test('records of a partition are stored in the order in which they were published', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic], { batchRecords: 7 });
      await Promise.all(range(0, 500).map((i) => publisher.publish(numbered(topic, i % 2, i))));
      const stored = await bench.readAll(t, topic, 500);
      for (const partition of [0, 1]) {
        const numbers = stored.filter((one) => one.partition === partition).map(numberOf);
        assert.deepEqual(
          numbers,
          range(0, 500).filter((i) => i % 2 === partition),
        );
      }
    });

    test('11 records of 100 KB for one partition are all stored', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publishAll(range(0, 11).map((i) => numbered(topic, 0, i, 100_000)));
      assert.deepEqual((await bench.readAll(t, topic, 11)).map(numberOf), range(0, 11));
    });

    test('a record that the broker does not take for its size is refused alone', async (t) => {
      const topic = await bench.topic(t, 2, { 'max.message.bytes': '50000' });
      const publisher = await bench.publisher(t, [topic]);
      const records = range(0, 40).map((i) => numbered(topic, i % 2, i, i === 20 ? 60_000 : 5000));
      const answers = await Promise.allSettled(records.map((record) => publisher.publish(record)));
      const refused = answers.flatMap((answer, i) => (answer.status === 'rejected' ? [{ i, answer }] : []));
      assert.deepEqual(
        refused.map(({ i }) => i),
        [20],
      );
      assert.ok(refused[0]?.answer.reason instanceof RecordTooLargeError);
      const stored = (await bench.readAll(t, topic, 39)).map(numberOf).sort((a, b) => a - b);
      assert.deepEqual(
        stored,
        range(0, 40).filter((i) => i !== 20),
        'each of the others once',
      );
    });

    test('publishAll rejects once every record has its answer', async (t) => {
      const topic = await bench.topic(t, 2, { 'max.message.bytes': '50000' });
      const publisher = await bench.publisher(t, [topic]);
      const records = [numbered(topic, 0, 0, 60_000), ...range(1, 10).map((i) => numbered(topic, 1, i))];
      await assert.rejects(publisher.publishAll(records), RecordTooLargeError);
      assert.deepEqual(publisher.load(), { records: 0, bytes: 0 });
      assert.equal((await bench.readAll(t, topic, 9)).length, 9);
    });

    test('publishEach gives each record its own answer, in their order', async (t) => {
      const topic = await bench.topic(t, 3, { 'max.message.bytes': '50000' });
      const publisher = await bench.publisher(t, [topic]);
      const records = range(0, 30).map((i) => numbered(topic, i % 3, i, i % 10 === 4 ? 60_000 : 100));
      const answers = await publisher.publishEach(records);
      const stored = await bench.readAll(t, topic, 27);
      assert.equal(answers.length, 30);
      for (const [i, answer] of answers.entries()) {
        if (i % 10 === 4) {
          assert.ok(answer.status === 'rejected' && answer.reason instanceof RecordTooLargeError, `${i}`);
          continue;
        }
        assert.equal(answer.status, 'fulfilled');
        const { partition, offset } = answer.value;
        const found = stored.find((one) => one.partition === partition && one.offset === offset);
        assert.equal(found && numberOf(found), i);
      }
      assert.deepEqual(await publisher.publishEach([]), []);
      assert.deepEqual(publisher.load(), { records: 0, bytes: 0 });
    });

    test('publishEach takes all or none when there is no room', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic], { bufferRecords: 50 });
      const taken = publisher.publishEach(range(0, 40).map((i) => numbered(topic, 0, i)));
      const tooMany = range(100, 120).map((i) => numbered(topic, 0, i));
      await assert.rejects(publisher.publishEach(tooMany), PublisherFullError);
      assert.ok((await taken).every(({ status }) => status === 'fulfilled'));
      assert.equal((await bench.readAll(t, topic, 40)).length, 40);
    });

    test('a full buffer refuses at once, and writes nothing of it', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic], { bufferRecords: 50 });
      const taken = range(0, 40).map((i) => publisher.publish(numbered(topic, 0, i)));
      await assert.rejects(
        publisher.publishAll(range(100, 120).map((i) => numbered(topic, 0, i))),
        PublisherFullError,
      );
      assert.equal(publisher.load().records, 40);
      await Promise.all(taken);
      await publisher.publish(numbered(topic, 0, 40));
      assert.deepEqual((await bench.readAll(t, topic, 41)).map(numberOf), range(0, 41));
    });

    test('publishAll takes more records than the buffer holds', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic], { bufferRecords: 50 });
      const acks = await publisher.publishAll(range(0, 175).map((i) => numbered(topic, 0, i)));
      assert.deepEqual(
        acks.map((ack) => Number(ack.offset)),
        range(0, 175),
      );
    });

    test('a stop waits for the answers, and what comes after it is not written', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      const answers = range(0, 300).map((i) => publisher.publish(numbered(topic, 0, i)));
      await publisher.stop(AbortSignal.timeout(10_000));
      await Promise.all(answers);
      await assert.rejects(publisher.publish(numbered(topic, 0, 300)), (error) => {
        assert.ok(error instanceof KafkaUnavailableError);
        return error.written === 'no';
      });
      await publisher.stop(AbortSignal.timeout(10_000));
      assert.equal((await bench.readAll(t, topic, 300)).length, 300);
    });

    test('does not start on a topic that does not exist, and makes none', async (t) => {
      const topic = await bench.topic(t, 1);
      const missing = `${topic}.typo`;
      const names = [topic, missing];
      await assert.rejects(bench.publisher(t, names), { code: 'HPL_KAFKA_TOPIC_MISSING', retryable: true });
      const admin = await bench.admin(t);
      await assert.rejects(admin.describe(names), { code: 'HPL_KAFKA_TOPIC_MISSING' });
    });

    test('refuses what has no place in its topics', async (t) => {
      const topic = await bench.topic(t, 2);
      const publisher = await bench.publisher(t, [topic]);
      await assert.rejects(publisher.publish(numbered(topic, 2, 0)), RangeError);
      await assert.rejects(publisher.publish(numbered(`${topic}.other`, 0, 0)), TypeError);
      assert.deepEqual(publisher.load(), { records: 0, bytes: 0 });
    });

    test('does not start while no broker answers', async (t) => {
      const away = new ContractBench(bench.adapter, [`127.0.0.1:${await freePort()}`]);
      await assert.rejects(away.publisher(t, ['x']), { code: 'HPL_KAFKA_UNAVAILABLE', retryable: true });
      await assert.rejects(away.worker(t, { groupId: 'x', topics: ['x'] }), {
        code: 'HPL_KAFKA_UNAVAILABLE',
      });
      await assert.rejects(away.admin(t), { code: 'HPL_KAFKA_UNAVAILABLE' });
      await away.close();
    });

    test('may be stopped before it was started', async () => {
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const publisher = bench.adapter.createPublisher({ ...bench.connection, topics: ['x'] }, { log });
      await publisher.stop(AbortSignal.timeout(1000));
      await assert.rejects(publisher.start());
    });

    test('knows which incarnation of a topic it writes to', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      const [described] = await (await bench.admin(t)).describe([topic]);
      assert.ok(described?.topicId);
      assert.equal(publisher.topicIdOf(topic), described.topicId);
      assert.equal(publisher.topicIdOf(`${topic}.other`), undefined);
    });

    test('is well when it can write', async (t) => {
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      assert.equal(publisher.health(), undefined);
    });

    test('refuses to be idempotent: sequence numbers have lost acknowledged records', async () => {
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const options = { ...bench.connection, topics: ['x'], idempotent: true };
      assert.throws(() => bench.adapter.createPublisher(options, { log }), { code: 'HPL_KAFKA_SETUP' });
    });
  });
}
