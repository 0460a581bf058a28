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
import { setEndpoint } from '../support/endpoint-health.ts';
import { addInOrder, addOrderedEndpoint } from '../support/in-order.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const topics = await createTopics();

const BACKLOG = 3000;

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

test('without secret keys, and a backlog is cancelled in batches, that of an ordered or held endpoint too', async (t) => {
  const own = await createTopics();
  const owner = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId: owner, url: 'http://127.0.0.1:9' });
  const ordered = await addOrderedEndpoint(pool, { organizationId: owner, url: 'http://127.0.0.1:9' });
  await addDeliveries(pool, endpoint, BACKLOG);
  await setEndpoint(pool, endpoint, { not_before: new Date(Date.now() + 3_600_000) });
  await addInOrder(
    pool,
    ordered,
    Array.from({ length: BACKLOG }, (_, offset) => ({ key: 'one', offset })),
  );
  const { service } = await startDeliver(t, database, own, {
    DISABLE_WEBHOOK_DELIVERY: 'true',
    SECRET_KEYS: '',
  });
  for (const one of [endpoint, ordered]) {
    await until(
      'its backlog is cancelled',
      async () => (await countStates(pool, one)).cancelled === BACKLOG,
      120_000,
    );
  }
  const { body } = await service.metrics.scrape();
  const [, claims] = /_count\{operation="cancel-undelivered"\} (\d+)/.exec(body) ?? [];
  assert.ok(Number(claims) > 0);
  assert.ok(Number(claims) * 10 < 2 * BACKLOG, `${claims} claims for ${2 * BACKLOG} deliveries`);
});
