// A post that has ended makes room for the next, though its result is not written yet; and not without end.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const SLOTS = 8;
const DELIVERIES = 40;

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;

test('while no result can be written, there are posts for twice the slots, and the rest when it can', async (t) => {
  const topics = await createTopics({ partitions: 1, ladder: '1h' });
  const publisher = await startPublisher(t, topics);
  await startDeliver(t, database, topics, { MAX_CONCURRENT_EVENTS: String(SLOTS) });
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, {
    organizationId: await addOrganization(pool),
    url: receiver.url,
  });
  const deliveries = await addDeliveries(pool, endpoint, DELIVERIES);

  const blocker = await pool.connect();
  try {
    // Claims do not touch this table; results are rows of it.
    await blocker.query('begin');
    await blocker.query('lock table attempts in exclusive mode');
    await publisher.publishAll(wakeUps(topics, publisher, deliveries));
    await until('each slot has had its second post', () => receiver.received.length >= 2 * SLOTS);
    // If there were another one to come, now is its time.
    await blocker.query('select pg_sleep(0.5)');
    assert.equal(receiver.received.length, 2 * SLOTS);
    assert.deepEqual(await countStates(pool, endpoint), {
      sending: 2 * SLOTS,
      pending: DELIVERIES - 2 * SLOTS,
    });
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  await until('all are through', async () => (await countStates(pool, endpoint)).succeeded === DELIVERIES);
  assert.equal(receiver.received.length, DELIVERIES);
});
