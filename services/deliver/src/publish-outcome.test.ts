import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Ack, OutgoingRecord } from '@hopline/kafka/port';
import type { Logger } from '@hopline/telemetry/logger';
import { ROOT_CONTEXT } from '@hopline/telemetry/tracing';
import { parseLadder } from '@hopline/wire/ladder';
import { topicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { Attempt } from './attempt.ts';
import { decideNext } from './next-attempt.ts';
import { createPublishOutcome } from './publish-outcome.ts';

const LADDER = parseLadder('30s,1m');
const NAMES = topicNames('test', LADDER);
const codec = createWakeUpCodec();

const ATTEMPT = {
  delivery: { day: '2026-01-01', id: 'd', endpointId: 'e', organizationId: 'o', orderKey: null },
  turn: { endpoint: { isOwned: true } },
  context: ROOT_CONTEXT.setValue(Symbol('trace'), 1),
} as Attempt;

function setUp(publish: (record: OutgoingRecord) => Promise<Ack>) {
  const marked: string[] = [];
  const logged: string[] = [];
  const publishOutcome = createPublishOutcome({
    names: NAMES,
    codec,
    publisher: { publish, partitionsOf: () => 3 },
    markDeadLettered: async (letters) =>
      void marked.push(...letters.map(({ id, version }) => `${id} ${version}`)),
    log: { warn: (_fields: object, message: string) => logged.push(message) } as unknown as Logger,
  });
  return { publishOutcome, marked, logged };
}

const failed = (step: number, retryAfterMs = 0) =>
  decideNext(LADDER, step, { outcome: 'status', retryAfterMs });

test('a retry goes to its rung with the new version, below its attempt', async () => {
  const published: OutgoingRecord[] = [];
  const { publishOutcome } = setUp(async (record) => {
    published.push(record);
    return { topic: record.topic, partition: record.partition, offset: 0n };
  });
  await publishOutcome(ATTEMPT, failed(0), 3);
  await publishOutcome(ATTEMPT, failed(1), 5);
  const [short, long] = published;
  assert.deepEqual([short?.topic, short?.key], ['test.deliveries.v1.retry.30s', 'e']);
  assert.equal(short?.parent, ATTEMPT.context);
  assert.equal(long?.topic, 'test.deliveries.v1.retry.1m');
  assert.equal(long?.parent, ATTEMPT.context);
  const { endpoint_id, delivery } = codec.decode(long?.value ?? Buffer.alloc(0));
  assert.deepEqual([endpoint_id, delivery?.id, delivery?.version], ['e', 'd', 5]);
});

test('nothing is published of a success, or of a retry beyond the ladder', async () => {
  const { publishOutcome } = setUp(async () => assert.fail('published'));
  await publishOutcome(ATTEMPT, decideNext(LADDER, 0, { outcome: 'succeeded' }), 3);
  await publishOutcome(ATTEMPT, failed(0, 3_600_000), 3);
});

test('a dead letter is noted once Kafka has it', async () => {
  const { publishOutcome, marked } = setUp(async (record) => {
    assert.equal(record.topic, NAMES.deliveriesDlq);
    assert.equal(record.headers['hopline-reason'], 'exhausted');
    return { topic: record.topic, partition: record.partition, offset: 0n };
  });
  await publishOutcome(ATTEMPT, failed(2), 3);
  await nextTick();
  assert.deepEqual(marked, ['d 3'], 'in the version that it is dead in');
});

test('a dead letter that Kafka does not take is left to the sweeper', async () => {
  const { publishOutcome, marked, logged } = setUp(async () => {
    throw new Error('no broker');
  });
  await publishOutcome(ATTEMPT, failed(2), 3);
  await nextTick();
  assert.deepEqual(marked, []);
  assert.deepEqual(logged, ['outcome.not_published']);
});

test('of an order, the owner that the endpoint has by now is told that a delivery is over', async () => {
  const published: OutgoingRecord[] = [];
  const { publishOutcome } = setUp(async (record) => {
    published.push(record);
    return {} as Ack;
  });
  const of = (orderKey: string | null, isOwned: boolean) =>
    ({ ...ATTEMPT, delivery: { ...ATTEMPT.delivery, orderKey }, turn: { endpoint: { isOwned } } }) as Attempt;
  const succeeded = decideNext(LADDER, 0, { outcome: 'succeeded' });
  await publishOutcome(of('k', true), succeeded, 3);
  await publishOutcome(of(null, false), succeeded, 3);
  assert.equal(published.length, 0);
  await publishOutcome(of('k', false), succeeded, 3);
  const [{ topic, value } = assert.fail('nothing was published')] = published;
  assert.equal(topic, NAMES.deliveries);
  assert.equal(codec.decode(value as Buffer).delivery, null);
  // A retry comes by its rung, to whoever owns the endpoint then.
  await publishOutcome(of('k', false), failed(0), 3);
  assert.deepEqual(
    published.map((record) => record.topic),
    [NAMES.deliveries, NAMES.rungs[0]?.topic],
  );
  // The letter, then the wake-up.
  await publishOutcome(of('k', false), failed(2), 3);
  assert.deepEqual(
    published.slice(2).map((record) => record.topic),
    [NAMES.deliveriesDlq, NAMES.deliveries],
  );
});
