import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryId } from '@hopline/wire/ids';
import { partitionFor } from '@hopline/wire/partitioner';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

const wakeUps = createWakeUpCodec();

test('an event becomes one row, with one delivery and one wake-up for each endpoint that matches', async (t) => {
  const { database, kafka, producer, start, appended } = await persistFixture(t);
  const { pool } = database;
  const organization = await insertOrganization(pool);
  const other = await insertOrganization(pool);
  const all = await insertEndpoint(pool, organization, { eventTypes: ['*'] });
  const orders = await insertEndpoint(pool, organization, { eventTypes: ['order.*'] });
  const paused = await insertEndpoint(pool, organization, { eventTypes: ['order.created'], paused: true });
  await insertEndpoint(pool, organization, { eventTypes: ['order', 'orders.*', 'user.created'] });
  await insertEndpoint(pool, other, { eventTypes: ['*'] });
  const records = await collectTopic(t, kafka.brokers, kafka.topics.deliveries);
  await start();

  const payload = '{ "big" : 12345678901234567890, "é":"\\u00e9" }';
  const event = makeEvent(organization, { dedupId: 'one', payload });
  await producer.send(event);
  await appended(1);

  const stored = await pool.query('select * from events');
  assert.equal(stored.rowCount, 1);
  assert.equal(stored.rows[0].id, event.id);
  assert.deepEqual(stored.rows[0].body, event.body);
  assert.equal(stored.rows[0].accepted_at.getTime(), event.accepted_at);

  const expected = [all.id, orders.id, paused.id].sort();
  const deliveries = await pool.query('select * from deliveries order by endpoint_id');
  assert.deepEqual(
    deliveries.rows.map((row) => row.endpoint_id),
    expected,
  );
  for (const row of deliveries.rows) {
    assert.equal(row.id, deliveryId(event.id, row.endpoint_id));
    assert.deepEqual([row.state, row.version, row.attempts], ['pending', 1, 0]);
  }
  await until('three wake-ups', () => records.length >= 3);
  const woken = records.map((record) => wakeUps.decode(record.value as Buffer));
  assert.deepEqual(woken.map((wakeUp) => wakeUp.endpoint_id).sort(), expected);
  for (const [i, record] of records.entries()) {
    const wakeUp = woken[i];
    assert.equal(record.key?.toString(), wakeUp?.endpoint_id);
    assert.equal(record.partition, partitionFor(wakeUp?.endpoint_id ?? '', 3));
    assert.equal(wakeUp?.delivery?.version, 1);
    assert.match(record.headers.traceparent?.toString() ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
  }
});

test('repeats are folded, within a batch and across batches, and the first one stays', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  await insertEndpoint(database.pool, organization);
  const first = makeEvent(organization, { dedupId: 'same', payload: '{"n":1}' });
  const changed = makeEvent(organization, {
    dedupId: 'same',
    payload: '{"n":2}',
    acceptedAt: Date.now() + 5,
  });
  // Before the service starts: all of these come in one fetch.
  await producer.send(first, first, changed);
  await start();
  await appended(3);
  await producer.send(changed, first);
  await appended(5);

  const { rows } = await database.pool.query('select body from events');
  assert.equal(rows.length, 1);
  assert.deepEqual(rows[0].body, first.body);
  const deliveries = await database.pool.query('select 1 from deliveries');
  assert.equal(deliveries.rowCount, 1);
  assert.deepEqual(await readBooks(database), {
    appended: 5,
    stored: 1,
    duplicates: 4,
    poison: 0,
    passed: 5,
  });
});

test('many events of many organizations are stored exactly once and the books add up', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organizations = await Promise.all(
    Array.from({ length: 20 }, () => insertOrganization(database.pool)),
  );
  for (const organization of organizations) await insertEndpoint(database.pool, organization);
  await start();
  const events = Array.from({ length: 2500 }, (_, i) =>
    makeEvent(organizations[i % organizations.length] as string, { dedupId: `event-${i}` }),
  );
  await producer.send(...events);
  await appended(events.length);
  const counts = await database.pool.query(
    `select (select count(*)::int from events) as events, (select count(distinct id)::int from events) as ids,
            (select count(*)::int from deliveries) as deliveries`,
  );
  assert.deepEqual(counts.rows[0], { events: 2500, ids: 2500, deliveries: 2500 });
  assert.equal((await readBooks(database)).stored, 2500);
});

test('events of yesterday and tomorrow get their own day, which is made on the spot', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const day = 86_400_000;
  await start();
  await producer.send(
    makeEvent(organization, { acceptedAt: Date.now() - 5 * day }),
    makeEvent(organization, { acceptedAt: Date.now() + day / 2 }),
  );
  await appended(2);
  const { rows } = await database.pool.query('select day, accepted_at from events order by day');
  assert.equal(rows.length, 2);
  for (const row of rows) assert.equal(row.day, row.accepted_at.toISOString().slice(0, 10));
});

test('a stop loses nothing, and the next process goes on where it ended', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const events = Array.from({ length: 600 }, (_, i) => makeEvent(organization, { dedupId: `event-${i}` }));
  const service = await start();
  await producer.send(...events.slice(0, 300));
  await service.stop(AbortSignal.timeout(5000));
  await start();
  await producer.send(...events.slice(300));
  await appended(600);
  const books = await readBooks(database);
  assert.deepEqual([books.stored, books.duplicates], [600, 0]);
});
