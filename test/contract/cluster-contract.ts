// What publishers and workers promise on three brokers: replication factor 3, min.insync.replicas 2.
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { KafkaCluster } from '@hopline/dev/embedded-kafka';
import { KafkaUnavailableError } from '@hopline/kafka/errors';
import type { Ack, OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { until } from '../support/until.ts';
import { type Collector, type ContractBench, numbered, numberOf, range } from './contract-bench.ts';
import { assertStored, committedTo, highest, newGroup } from './stored-records.ts';

export interface ClusterFixture {
  readonly kafka: KafkaCluster;
  readonly bench: ContractBench;
}

const PARTITIONS = 6;
const PATIENT = { timeoutMs: 60_000 };

export function clusterContract(fixture: () => ClusterFixture): void {
  describe('on three brokers', () => {
    test('makes topics with all their copies', async (t) => {
      const { bench } = fixture();
      const topic = await bench.topic(t, PARTITIONS);
      const admin = await bench.admin(t);
      const [described] = await admin.describe([topic]);
      assert.equal(described?.replicationFactor, 3);
      assert.equal(described?.partitions, PARTITIONS);
    });

    test('leaders that move during sends and reads lose nothing', async (t) => {
      const { bench } = fixture();
      const topic = await bench.topic(t, PARTITIONS);
      const traffic = await startTraffic(t, bench, topic);
      for (let round = 0; round < 12; round++) {
        const partition = round % PARTITIONS;
        const leader = (await bench.raw.leaders(topic))[partition] ?? 1;
        const next = (leader % 3) + 1;
        await bench.raw.reassign(topic, partition, [next, leader, 6 - next - leader]);
        await bench.raw.electPreferredLeader(topic, partition);
        await until('the leader moved', async () => (await bench.raw.leaders(topic))[partition] === next);
        await traffic.goesOn();
      }
      await traffic.endsWell();
    });

    test('partitions that leave their broker during reads are read on without a gap', async (t) => {
      const { bench } = fixture();
      const topic = await bench.topic(t, PARTITIONS, {}, { replicationFactor: 1, minInsyncReplicas: 1 });
      const traffic = await startTraffic(t, bench, topic);
      for (let round = 0; round < 12; round++) {
        const partition = round % PARTITIONS;
        const leader = (await bench.raw.leaders(topic))[partition] ?? 1;
        const next = (leader % 3) + 1;
        await bench.raw.reassign(topic, partition, [next]);
        await until('it has left', async () => (await bench.raw.leaders(topic))[partition] === next);
        await traffic.goesOn();
      }
      await traffic.endsWell();
    });

    test('a rolling restart under load loses nothing', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, PARTITIONS);
      const traffic = await startTraffic(t, bench, topic);
      for (const node of kafka.nodes) {
        await node.stop();
        await traffic.goesOn();
        await node.start();
        await allInSync(bench, topic);
      }
      await traffic.endsWell();
    });

    test('a broker that is killed loses nothing', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, PARTITIONS);
      const traffic = await startTraffic(t, bench, topic);
      const [first] = await bench.raw.leaders(topic);
      const node = kafka.nodes.find((one) => one.id === first);
      await node?.kill();
      await traffic.goesOn();
      await node?.start();
      await allInSync(bench, topic);
      await traffic.endsWell();
    });

    test('a publisher says when nobody leads a topic, though brokers answer, and when somebody does again', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, 1, {}, { replicationFactor: 1, minInsyncReplicas: 1 });
      const publisher = await bench.publisher(t, [topic]);
      assert.equal(publisher.health(), undefined);
      const [leader] = await bench.raw.leaders(topic);
      const node = kafka.nodes.find(({ id }) => id === leader);
      await node?.stop();
      t.after(() => node?.start());
      await until('it says so', () => publisher.health() === `no partition of ${topic} has a leader`);
      await node?.start();
      await until('it is well again', () => publisher.health() === undefined);
    });

    test('with too few copies in sync nothing is acknowledged, and what is refused is not written', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, 1, { 'min.insync.replicas': '3' });
      const publisher = await bench.publisher(t, [topic]);
      const acks = [await publisher.publish(numbered(topic, 0, 0))];
      const [leader] = await bench.raw.leaders(topic);
      const follower = kafka.nodes.find((node) => node.id !== leader);
      await follower?.stop();
      t.after(() => follower?.start());
      // Until the leader itself knows that a copy is missing, it writes before it looks, which is unknown.
      await until('the leader refuses', async () => {
        const probe = publisher.publish(numbered(topic, 0, 1000), { timeoutMs: 1000 });
        return (await writtenOf(probe)) === 'no';
      });
      // A record whose request is under way at its deadline is unknown, and says so; the others are surely not written.
      const refused = new Set<number>();
      for (let from = 1; refused.size < 20; from += 20) {
        assert.ok(from < 600, 'hardly a record is told to be not written');
        const numbers = range(from, from + 20);
        const told = await Promise.all(
          numbers.map((i) => writtenOf(publisher.publish(numbered(topic, 0, i), { timeoutMs: 1500 }))),
        );
        assert.ok(!told.includes('acked'), 'nothing is acknowledged');
        for (const [i, number] of numbers.entries()) if (told[i] === 'no') refused.add(number);
      }
      await until('it says so', () => publisher.health()?.includes('NOT_ENOUGH_REPLICAS'));
      const late = publisher.publish(numbered(topic, 0, 2000), PATIENT);
      await follower?.start();
      acks.push(await late);
      const records = [0, 2000].map((i) => numbered(topic, 0, i));
      const stored = await assertStored(t, bench, topic, records, acks);
      assert.deepEqual(
        stored.map(numberOf).filter((number) => refused.has(number)),
        [],
      );
    });

    test('with one of three brokers left nothing is acknowledged until the others are back', async (t) => {
      const { bench, kafka } = fixture();
      const topic = await bench.topic(t, 3);
      const publisher = await bench.publisher(t, [topic]);
      const records = range(0, 3).map((i) => numbered(topic, i, i));
      const acks = await publisher.publishAll(records);
      const [, ...others] = kafka.nodes;
      await Promise.all(others.map((node) => node.kill()));
      t.after(() => Promise.all(others.map((node) => node.start())));
      for (const partition of [0, 1, 2]) {
        await assert.rejects(
          publisher.publish(numbered(topic, partition, 100 + partition), { timeoutMs: 4000 }),
          KafkaUnavailableError,
        );
      }
      const late = range(3, 6).map((i) => numbered(topic, i - 3, i));
      const answers = late.map((record) => publisher.publish(record, { timeoutMs: 120_000 }));
      await Promise.all(others.map((node) => node.start()));
      acks.push(...(await Promise.all(answers)));
      await assertStored(t, bench, topic, [...records, ...late], acks);
    });
  });
}

/** What is known of a record: `acked`, or what its rejection says. */
async function writtenOf(answer: Promise<Ack>): Promise<'acked' | 'no' | 'unknown'> {
  try {
    await answer;
    return 'acked';
  } catch (error) {
    assert.ok(error instanceof KafkaUnavailableError);
    return error.written;
  }
}

async function allInSync(bench: ContractBench, topic: string): Promise<void> {
  const isComplete = async () => {
    const inSync = await bench.raw.inSync(topic).catch(() => []);
    return inSync.length === PARTITIONS && inSync.every((replicas) => replicas.length === 3);
  };
  await until('all copies are in sync', isComplete, 120_000);
}

interface Traffic {
  /** Waits until more was acknowledged and more was finished. */
  goesOn(): Promise<void>;
  /** Ends the sends, waits until all is finished and committed, and checks that nothing is missing. */
  endsWell(): Promise<void>;
}

/** Sends without a pause; a worker holds each record for a while before it finishes it. */
async function startTraffic(t: TestContext, bench: ContractBench, topic: string): Promise<Traffic> {
  const groupId = newGroup();
  const publisher = await bench.publisher(t, [topic]);
  const finished = new Set<number>();
  const worker = await bench.worker(t, {
    groupId,
    topics: [topic],
    onRecords: (records, owner) => {
      // Out of order, and long enough that some are in hand whenever something happens.
      for (const record of records) {
        setTimeout(
          () => {
            if (owner.revoked.aborted) return;
            owner.done(record.offset);
            finished.add(numberOf(record));
          },
          100 + Math.random() * 400,
        );
      }
    },
  });
  const sender = new Sender(publisher, topic, () => finished.size);
  t.after(() => sender.stop());
  return {
    goesOn: async () => {
      const [acked, done] = [sender.acks.length + 300, finished.size + 300];
      const wentOn = () => sender.acks.length >= acked && finished.size >= done;
      await until('records go on', wentOn, 90_000).catch((error: unknown) => {
        // Which of the two stands still, and why, cannot be seen afterwards.
        const state = {
          acked: `${sender.acks.length} of ${acked}`,
          finished: `${finished.size} of ${done}`,
          sender: String(sender.problem),
          publisher: publisher.health(),
          load: publisher.load(),
          worker: worker.worker.health(),
        };
        throw new Error(`records do not go on: ${JSON.stringify(state)}`, { cause: error });
      });
    },
    endsWell: async () => {
      await sender.stop();
      await until('all are finished', () => finished.size === sender.acks.length, 90_000);
      await assertStored(t, bench, topic, sender.records, sender.acks);
      await committedTo(bench, groupId, topic, endsOf(worker));
    },
  };
}

function endsOf({ records }: Collector): number[] {
  return range(0, PARTITIONS).map((partition) => Number(highest(records, partition)) + 1);
}

/** Publishes numbered records in small groups, until it is stopped; not far ahead of what is finished. */
class Sender {
  readonly records: OutgoingRecord[] = [];
  readonly acks: Ack[] = [];
  /** Why it has stopped sending, if it has by itself. */
  problem: unknown;
  readonly #done: Promise<void>;
  #isStopped = false;

  constructor(publisher: Publisher, topic: string, finished: () => number) {
    this.#done = this.#run(publisher, topic, finished);
    this.#done.catch((error: unknown) => {
      this.problem = error;
    });
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#done;
  }

  async #run(publisher: Publisher, topic: string, finished: () => number): Promise<void> {
    while (!this.#isStopped) {
      const from = this.records.length;
      const group = range(from, from + 30).map((i) => numbered(topic, i % PARTITIONS, i));
      const answers = group.map((record) => publisher.publish(record, PATIENT));
      this.acks.push(...(await Promise.all(answers)));
      this.records.push(...group);
      await until(
        'the worker follows',
        () => this.#isStopped || this.records.length - finished() < 2000,
        90_000,
      );
    }
  }
}
