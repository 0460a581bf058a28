// What publishers promise while the network and the broker fail.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Kafka } from '@hopline/dev/embedded-kafka';
import { KafkaUnavailableError } from '@hopline/kafka/errors';
import type { Ack, OutgoingRecord } from '@hopline/kafka/port';
import type { Fault, FaultProxy } from '../support/fault-proxy.ts';
import { API } from '../support/kafka-frames.ts';
import { until } from '../support/until.ts';
import { type ContractBench, numbered, numberOf, range } from './contract-bench.ts';
import { withoutPartition } from './produce-reply.ts';
import { assertStored, newGroup } from './stored-records.ts';

export interface FaultFixture {
  readonly kafka: Kafka;
  readonly proxy: FaultProxy;
  /** All that it makes goes through the proxy. */
  readonly bench: ContractBench;
  /** The same broker without the proxy. */
  readonly direct: ContractBench;
}

/** Longer than any fault below lasts. */
export const PATIENT = { timeoutMs: 60_000 };

export function publisherFaultsContract(fixture: () => FaultFixture): void {
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
        // What a cut did to its next look at the brokers passes with the one after.
        await until('it is healthy', () => publisher.health() === undefined);
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

    test('is well again by itself when the brokers answer: who is not ready gets nothing more to send', async (t) => {
      const { bench, proxy } = fixture();
      const topic = await bench.topic(t, 1);
      const publisher = await bench.publisher(t, [topic]);
      await publisher.publish(numbered(topic, 0, 0));
      proxy.blackHole();
      t.after(() => proxy.heal());
      // Its time is over before its request is given up, which is then not sent again.
      await assert.rejects(
        publisher.publish(numbered(topic, 0, 1), { timeoutMs: 2000 }),
        unavailable('unknown'),
      );
      await until('it says that it cannot write', () => publisher.health());
      proxy.heal();
      const produced = proxy.requests(API.produce);
      await until('it is well again', () => publisher.health() === undefined);
      assert.equal(proxy.requests(API.produce), produced, 'it sent nothing');
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
}

function publishEach(
  publish: (record: OutgoingRecord, options: { timeoutMs: number }) => Promise<Ack>,
  records: readonly OutgoingRecord[],
): Promise<Ack[]> {
  return Promise.all(records.map((record) => publish(record, PATIENT)));
}

function unavailable(written: 'no' | 'unknown'): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof KafkaUnavailableError);
    assert.equal(error.written, written);
    return true;
  };
}
