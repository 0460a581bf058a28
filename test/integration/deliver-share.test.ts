// One organization does not have all of a process's slots, whatever its endpoints do.
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
  type TestDelivery,
  wakeUp,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const SLOTS = 20;

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;

test('an organization whose endpoints all hang leaves a quarter of the slots to the others', async (t) => {
  const topics = await createTopics({ partitions: 1, ladder: '1h' });
  const publisher = await startPublisher(t, topics);
  // Longer than the test waits: who needs a slot of theirs waits in vain.
  await startDeliver(t, database, topics, {
    MAX_CONCURRENT_EVENTS: String(SLOTS),
    WEBHOOK_TIMEOUT: '300s',
  });
  const receiver = await startReceiver(t, ({ path }) => (path === '/hangs' ? undefined : 200));
  const wake = (deliveries: TestDelivery[]) => publisher.publishAll(wakeUps(topics, publisher, deliveries));
  const [mine, theirs] = [await addOrganization(pool), await addOrganization(pool)];
  for (let i = 0; i < 3; i += 1) {
    const endpoint = await addEndpoint(pool, { organizationId: mine, url: `${receiver.url}/hangs` });
    await wake(await addDeliveries(pool, endpoint, 50));
  }
  await until('they have all that they may', () => receiver.received.length >= SLOTS * 0.75);

  const neighbour = await addEndpoint(pool, { organizationId: theirs, url: `${receiver.url}/works` });
  await wake(await addDeliveries(pool, neighbour, 300));
  await until('the neighbour is through', async () => (await countStates(pool, neighbour)).succeeded === 300);
  assert.equal(receiver.received.filter(({ path }) => path === '/hangs').length, SLOTS * 0.75);
});

test('a backlog that is released at once, on the same partition, is passed by what others send', async (t) => {
  const topics = await createTopics({ partitions: 1, ladder: '1h' });
  const publisher = await startPublisher(t, topics);
  await startDeliver(t, database, topics);
  // Until what is fresh has arrived the backlog takes its time: twenty seconds for all of it, however slow Kafka is.
  let isWaiting = true;
  const receiver = await startReceiver(t, ({ path }, response) => {
    if (path === '/fresh' || !isWaiting) return 200;
    setTimeout(() => response.writeHead(200).end(), 200);
    return undefined;
  });
  const [mine, theirs] = [await addOrganization(pool), await addOrganization(pool)];
  const paused = await addEndpoint(pool, {
    ...{ organizationId: mine, url: `${receiver.url}/backlog` },
    paused: true,
  });
  await addDeliveries(pool, paused, 5000);
  const neighbour = await addEndpoint(pool, { organizationId: theirs, url: `${receiver.url}/fresh` });
  await pool.query('update endpoints set paused = false where id = $1', [paused.id]);
  await publisher.publish(wakeUp(topics, publisher, paused, null));
  await until('the backlog drains', () => receiver.received.length > 50);

  const fresh = await addDeliveries(pool, neighbour, 20);
  await publisher.publishAll(wakeUps(topics, publisher, fresh));
  await until('what is fresh has arrived', async () => (await countStates(pool, neighbour)).succeeded === 20);
  isWaiting = false;
  const drained = receiver.received.filter(({ path }) => path === '/backlog').length;
  assert.ok(drained < 4000, `${drained} of the backlog went before it`);
  await until(
    'the backlog is through',
    async () => (await countStates(pool, paused)).succeeded === 5000,
    120_000,
  );
  assert.equal(new Set(receiver.received.map(({ webhookId }) => webhookId)).size, 5020);
});
