// An endpoint that fails again and again is left alone, and what follows from it: who is told, and who is disabled.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  countStates,
  readDelivery,
  startDeliver,
  startPublisher,
  type TestDelivery,
  wakeUp,
  wakeUps,
} from '../support/deliveries.ts';
import { readHealth, readOperationalEvents, setEndpoint, subscribe } from '../support/endpoint-health.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const OPEN_MS = 1500;
const DAY_MS = 86_400_000;

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const topics = await createTopics({ ladder: '200ms,400ms,600ms,800ms' });
const publisher = await startPublisher(file, topics);
const { logged } = await startDeliver(file, database, topics, { BREAKER_OPEN: `${OPEN_MS}ms` });

/** The owner writes how long ago it was, and the database from when on that is. */
function assertNear(text: unknown, expected: Date): void {
  const difference = Math.abs(Date.parse(String(text)) - expected.getTime());
  assert.ok(difference < 5000, `${text} is not ${expected.toISOString()}`);
}

const wake = (deliveries: TestDelivery[]) => publisher.publishAll(wakeUps(topics, publisher, deliveries));

test('after failures in a row it gets one post at a time, ever later, until one succeeds; that is told', async (t) => {
  const organizationId = await addOrganization(pool);
  let isDown = true;
  const receiver = await startReceiver(t, ({ path }) => (isDown && path === '/down' ? 500 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/down` });
  const listener = await subscribe(pool, {
    ...{ organizationId, url: `${receiver.url}/told` },
    types: ['endpoint.recovered'],
  });
  await wake(await addDeliveries(pool, endpoint, 40));

  const open = await until('the breaker has opened', async () => {
    const row = await readHealth(pool, endpoint);
    return row.breaker === 'open' ? row : undefined;
  });
  assert.ok(open.failing_since && open.not_before && open.not_before > open.failing_since);
  await until('two probes have failed', async () => (await readHealth(pool, endpoint)).breaker_trips >= 3);
  isDown = false;
  await until('all is delivered', async () => (await countStates(pool, endpoint)).succeeded === 40);

  const failed = receiver.received.filter(({ path, status }) => path === '/down' && status === 500);
  const [burst, probes] = [failed.slice(0, -2), failed.slice(-2)];
  // Five in a row open it; what was under way with the fifth may come after it.
  assert.ok(burst.length >= 5 && burst.length <= 15, `${burst.length} before it opened`);
  for (const [i, probe] of probes.entries()) {
    // From the fifth on: what came behind it was on its way when the breaker opened, and does not count.
    const before = probes[i - 1] ?? burst[4];
    const waited = probe.at - (before?.at ?? 0);
    assert.ok(waited >= OPEN_MS * 2 ** i - 20, `a probe after ${waited} ms`);
  }

  const closed = await until('its row says so', async () => {
    const row = await readHealth(pool, endpoint);
    return row.breaker === 'closed' && row.not_before === null ? row : undefined;
  });
  assert.deepEqual([closed.breaker_trips, closed.failing_since], [0, null]);
  const told = await until('its organization is told', () =>
    receiver.received.find(({ path }) => path === '/told'),
  );
  const { type, data } = JSON.parse(told.body.toString('utf8'));
  assert.equal(type, 'endpoint.recovered');
  assert.equal(data.endpoint_id, endpoint.id);
  assertNear(data.failing_since, open.failing_since);
  // The endpoint itself gets everything, `*`, and that is not what operational events are.
  assert.deepEqual(
    (await readOperationalEvents(pool, organizationId)).map(({ to }) => to),
    [[listener.id]],
  );
});

test('410 disables it at once: what waits is cancelled, and its organization is told', async (t) => {
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(t, ({ path }) => (path === '/gone' ? 410 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/gone` });
  await subscribe(pool, { organizationId, url: `${receiver.url}/told`, types: ['endpoint.*'] });
  const deliveries = await addDeliveries(pool, endpoint, 700);
  await wake(deliveries);

  await until('all is cancelled', async () => (await countStates(pool, endpoint)).cancelled === 700);
  const [first] = deliveries;
  assert.ok(first);
  assert.equal((await readDelivery(pool, first)).reason, 'endpoint_disabled');
  const row = await readHealth(pool, endpoint);
  assert.ok(row.disabled_at);
  assert.deepEqual([row.disabled_reason, row.breaker, row.not_before], ['gone', 'closed', null]);
  const posts = receiver.received.filter(({ path }) => path === '/gone');
  assert.ok(posts.length <= 10, `${posts.length} posts`);
  await until('its organization is told', () => receiver.received.some(({ path }) => path === '/told'));
  const [event, ...others] = await readOperationalEvents(pool, organizationId);
  assert.deepEqual(others, [], 'once, however many posts were under way');
  assert.equal(event?.type, 'endpoint.disabled');
  assert.equal(event?.data.endpoint_id, endpoint.id);
  assert.equal(event?.data.reason, 'gone');
  assert.equal(
    logged('endpoint.disabled').filter(({ fields }) => fields.endpoint_id === endpoint.id).length,
    1,
  );
});

test('five days of nothing but failures disable it, and one success in between does not', async (t) => {
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(t, ({ path }) => (path === '/fails' ? 404 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/fails` });
  const other = await addEndpoint(pool, { organizationId, url: `${receiver.url}/works` });
  const longAgo = new Date(Date.now() - 5 * DAY_MS - 60_000);
  for (const one of [endpoint, other]) await setEndpoint(pool, one, { failing_since: longAgo });
  await wake([...(await addDeliveries(pool, endpoint, 1)), ...(await addDeliveries(pool, other, 1))]);

  await until('it is disabled', async () => (await readHealth(pool, endpoint)).disabled_reason === 'failing');
  await until('its delivery is cancelled', async () => (await countStates(pool, endpoint)).cancelled === 1);
  await until('the other is well', async () => (await readHealth(pool, other)).failing_since === null);
  assert.equal((await readHealth(pool, other)).disabled_at, null);
  const [event] = await readOperationalEvents(pool, organizationId);
  assert.deepEqual([event?.data.endpoint_id, event?.data.reason], [endpoint.id, 'failing']);
  assertNear(event?.data.failing_since, longAgo);
});

test('an endpoint that is given another URL gets what waits at once', async (t) => {
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(t, ({ path }, response) => {
    if (path !== '/old') return 200;
    response.writeHead(503, { 'retry-after': '3600' }).end();
    return undefined;
  });
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/old` });
  await wake(await addDeliveries(pool, endpoint, 3));
  await until('it is held', async () => (await readHealth(pool, endpoint)).not_before);
  // As the api does it.
  await pool.query(
    `update endpoints set url = $2, not_before = null, failing_since = null, health_epoch = health_epoch + 1 where id = $1`,
    [endpoint.id, `${receiver.url}/new`],
  );
  const [later] = await addDeliveries(pool, endpoint, 1);
  assert.ok(later);
  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  // All but those that were posted, or were on their way, and have a retry an hour from now.
  const refused = () => receiver.received.filter(({ path }) => path === '/old').length;
  await until(
    'the rest is delivered',
    async () => (await countStates(pool, endpoint)).succeeded === 4 - refused(),
  );
  assert.equal((await readDelivery(pool, later)).state, 'succeeded');
});

test('a delivery that is given up is told, and one of such an event is not told again', async (t) => {
  const organizationId = await addOrganization(pool);
  const receiver = await startReceiver(t, () => 500);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const listener = await subscribe(pool, {
    ...{ organizationId, url: `${receiver.url}/told` },
    types: ['delivery.exhausted'],
  });
  // No retries at all.
  for (const one of [endpoint, listener]) await setEndpoint(pool, one, { retry_schedule: [] });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  assert.ok(delivery);
  await wake([delivery]);

  await until('the telling has failed too', async () => (await countStates(pool, listener)).dead === 1);
  assert.equal((await readDelivery(pool, delivery)).reason, 'exhausted');
  const events = await readOperationalEvents(pool, organizationId);
  assert.deepEqual(events, [
    {
      type: 'delivery.exhausted',
      data: {
        delivery_id: delivery.id,
        event_id: delivery.eventId,
        event_type: 'test.made',
        endpoint_id: endpoint.id,
        attempts: 1,
        reason: 'exhausted',
        outcome: 'status',
        status: 500,
      },
      to: [listener.id],
    },
  ]);
});
