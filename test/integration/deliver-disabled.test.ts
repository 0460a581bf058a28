// An installation that posts no webhooks.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  readAttempts,
  readDelivery,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const topics = await createTopics();

test('DISABLE_WEBHOOK_DELIVERY cancels what comes to be posted, with that reason, and says so', async (t) => {
  const publisher = await startPublisher(t, topics);
  const receiver = await startReceiver(t);
  const organizationId = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  // Some are found at the start, some come with a wake-up, be it too early; nobody looks at the others.
  const before = await addDeliveries(pool, endpoint, 600);
  const { service, logged } = await startDeliver(t, database, topics, { DISABLE_WEBHOOK_DELIVERY: 'true' });
  const later = await addDeliveries(pool, endpoint, 20);
  const [early] = await addDeliveries(pool, endpoint, 5, { dueInMs: 3_600_000 });
  assert.ok(early);
  const cancelled = (count: number) =>
    until(`${count} are cancelled`, async () => (await countStates(pool, endpoint)).cancelled === count);
  await publisher.publishAll(wakeUps(topics, publisher, later));
  await cancelled(620);
  // By itself: behind a full queue it would be left to the refill, which finds it when it is due.
  await publisher.publishAll(wakeUps(topics, publisher, [early]));
  await cancelled(621);
  assert.deepEqual(await countStates(pool, endpoint), { cancelled: 621, pending: 4 });
  for (const delivery of [before[0], later[0], early]) {
    assert.ok(delivery);
    const { reason, version, attempts, ended_at } = await readDelivery(pool, delivery);
    assert.deepEqual([reason, version, attempts], ['delivery_disabled', 2, 0]);
    assert.ok(ended_at);
    assert.deepEqual(await readAttempts(pool, delivery), []);
  }
  assert.equal(receiver.received.length, 0);

  const ready = await fetch(`http://127.0.0.1:${service.port()}/readyz`);
  assert.equal(ready.status, 200);
  const { status, webhooks } = (await ready.json()) as Record<string, unknown>;
  assert.equal(status, 'ok');
  assert.match(String(webhooks), /DISABLE_WEBHOOK_DELIVERY/);
  assert.equal(logged('delivery.disabled').length, 1);
});
