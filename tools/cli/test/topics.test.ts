// `hopline topics` and `topics apply` on a real broker.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectInspector } from '@hopline/kafka/connect';
import { rawKafka } from '../../../test/support/kafka-raw.ts';
import { createTopics } from '../../../test/support/topics.ts';
import { jsonOf, runCli } from './support/run-cli.ts';

async function installed(t: TestContext) {
  const kafka = await createTopics({ ladder: '1m,1h' });
  const env = {
    KAFKA_BROKERS: kafka.brokers.join(','),
    TOPIC_PREFIX: kafka.prefix,
    RETRY_LADDER: '1m,1h',
    ...{ EVENTS_PARTITIONS: '3', DELIVERIES_PARTITIONS: '3', RUNG_PARTITIONS: '1', DLQ_PARTITIONS: '1' },
    ...{ REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1' },
  };
  const inspector = await connectInspector({ brokers: kafka.brokers, clientId: 'test' });
  t.after(() => inspector.close());
  return { kafka, env, inspector };
}

test('topics that are as the code wants are said to be, in text and as JSON', async (t) => {
  const { env, kafka } = await installed(t);
  const { code, out } = await runCli(t, ['topics'], env);
  assert.equal(code, 0, out);
  assert.match(out, /6 topics, all as wanted\n$/);
  const { topics } = await jsonOf(t, ['topics'], env);
  assert.deepEqual(
    topics.map(({ topic, right }: { topic: string; right: boolean }) => [topic, right]),
    [
      ...[kafka.topics.events, kafka.topics.eventsDlq, kafka.topics.deliveries],
      ...kafka.topics.rungs.map(({ topic }) => topic),
      kafka.topics.deliveriesDlq,
    ].map((topic) => [topic, true]),
  );
});

test('apply makes what is missing and sets what is wrong; a dry run only says so; retention is left', async (t) => {
  const { env, kafka, inspector } = await installed(t);
  await using raw = rawKafka(kafka.brokers);
  const { events, deliveriesDlq, rungs } = kafka.topics;
  const rung = rungs[0]?.topic ?? '';
  await raw.deleteTopic(deliveriesDlq);
  await inspector.alter([
    { topic: rung, config: { 'message.timestamp.type': 'CreateTime' } },
    { topic: events, config: { 'retention.ms': '86400000' } },
  ]);
  const shown = await runCli(t, ['topics'], env);
  assert.equal(shown.code, 1);
  assert.match(shown.out, new RegExp(`^${deliveriesDlq} +missing$`, 'm'));
  assert.match(
    shown.out,
    new RegExp(`^${rung} .*message\\.timestamp\\.type CreateTime, not LogAppendTime$`, 'm'),
  );
  assert.match(shown.out, new RegExp(`^${events} .* 1d .*retention\\.ms 1d, not 7d$`, 'm'));
  assert.match(shown.out, /2 of 6 topics not as wanted/);

  const dry = await runCli(t, ['topics', 'apply', '--dry-run'], env);
  assert.equal(dry.code, 1);
  const lines = [
    `would create ${deliveriesDlq}: 1 partitions, 1 copies`,
    `would set message.timestamp.type=LogAppendTime on ${rung}`,
    `leave ${events}: retention.ms 1d, not 7d (--all sets it)`,
  ];
  assert.deepEqual(dry.out.trimEnd().split('\n'), lines);
  assert.equal((await runCli(t, ['topics'], env)).code, 1);

  const done = await runCli(t, ['topics', 'apply'], env);
  assert.deepEqual(
    [done.code, done.out.trimEnd().split('\n')],
    [0, lines.map((line) => line.replace('would ', ''))],
  );
  assert.equal((await runCli(t, ['topics'], env)).code, 0);
  const again = await jsonOf(t, ['topics', 'apply', '--all'], env);
  assert.deepEqual(
    [again.create, again.set],
    [[], [{ topic: events, config: { 'retention.ms': '604800000' } }]],
  );
});

test('a topic with another number of partitions is never touched, and said to be wrong', async (t) => {
  const { env, kafka } = await installed(t);
  const { code, out } = await runCli(t, ['topics', 'apply'], { ...env, EVENTS_PARTITIONS: '4' });
  assert.equal(code, 1);
  assert.match(out, new RegExp(`^cannot mend ${kafka.topics.events}: partitions 3, not 4; .*never resized`));
});

test('a broker that is away, and settings that are none, each have a code of their own', async (t) => {
  const away = await runCli(t, ['topics'], { KAFKA_BROKERS: '127.0.0.1:1' });
  assert.equal(away.code, 3);
  assert.match(away.err, /^hopline: Kafka cannot be reached at 127\.0\.0\.1:1/);
  const wrong = await runCli(t, ['topics'], { KAFKA_BROKERS: '127.0.0.1:1', RETRY_LADDER: 'soon' });
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /RETRY_LADDER: "soon" is not a duration/);
});
