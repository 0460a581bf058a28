// The trace of an event goes on behind Kafka: in its row, in its wake-ups, and in its dead letter.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createEventCodec } from '@hopline/wire/event';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { persistFixture } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

const events = createEventCodec();
const wakeUps = createWakeUpCodec();

test('events of one batch keep their own traces, a dead letter as well', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const endpoint = await insertEndpoint(database.pool, organization);
  const [woken, letters] = await Promise.all([
    collectTopic(t, kafka.brokers, kafka.topics.deliveries),
    collectTopic(t, kafka.brokers, kafka.topics.eventsDlq),
  ]);
  const sent = Array.from({ length: 5 }, () => ({
    event: makeEvent(organization),
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
  }));
  const poisonTrace = randomBytes(16).toString('hex');
  // A repeat in the same batch, of another request: the first one is the event.
  const repeat = {
    event: sent[0]?.event ?? makeEvent(organization),
    traceId: 'ab'.repeat(16),
    spanId: 'cd'.repeat(8),
  };
  await producer.publisher.publishAll([
    ...[...sent, repeat].map(({ event, traceId, spanId }) => ({
      topic: kafka.topics.events,
      partition: 0,
      key: organization,
      value: events.encode(event),
      headers: { traceparent: `00-${traceId}-${spanId}-01` },
    })),
    {
      topic: kafka.topics.events,
      partition: 0,
      key: organization,
      value: Buffer.from('poison'),
      headers: { traceparent: `00-${poisonTrace}-00f067aa0ba902b7-01` },
    },
  ]);
  await start();
  await appended(7);
  await until('wake-ups and a dead letter', () => woken.length >= 5 && letters.length >= 1);

  const traceOf = (record: { headers: Readonly<Record<string, Buffer>> } | undefined) =>
    record?.headers.traceparent?.toString().split('-')[1];
  for (const { event, traceId, spanId } of sent) {
    const { rows } = await database.pool.query(
      `select e.traceparent, d.id from events e join deliveries d on d.event_id = e.id where e.id = $1`,
      [event.id],
    );
    assert.deepEqual([rows.length, rows[0]?.traceparent], [1, `00-${traceId}-${spanId}-01`]);
    const wakeUp = woken.find(({ value }) => value && wakeUps.decode(value).delivery?.id === rows[0]?.id);
    assert.equal(wakeUp?.key?.toString(), endpoint.id);
    assert.equal(traceOf(wakeUp), traceId);
  }
  assert.equal(traceOf(letters[0]), poisonTrace);
});
