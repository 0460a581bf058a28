// The delivery hop on real Kafka, Postgres and receivers: wake-ups and rows in, signed posts out, retries on the ladder.
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
  type TestDelivery,
  wakeUp,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const organizationId = await addOrganization(pool);
const topics = await createTopics({ ladder: '300ms,600ms' });
const publisher = await startPublisher(file, topics);
// Breakers that are open for no time to speak of: what is failed here is failed on purpose.
const { logged } = await startDeliver(file, database, topics, { BREAKER_OPEN: '1ms' });

const ended = (delivery: { id: string }) =>
  until('the delivery has ended', async () => {
    const row = await readDelivery(pool, delivery);
    return ['succeeded', 'dead', 'cancelled'].includes(row.state) ? row : undefined;
  });

test('a wake-up becomes one signed post of the stored bytes', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/hook?a=b` });
  receiver.expectSecret('/hook?a=b', endpoint.secret);
  const payload = '{"big":12345678901234567890,"text":"\\u00e9 é \\"x\\""}';
  const deliveries = await addDeliveries(pool, endpoint, 1, { payload });
  const wokenAt = Date.now();
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));

  const [delivery] = deliveries;
  assert.ok(delivery);
  const row = await ended(delivery);
  assert.deepEqual([row.state, row.reason, row.attempts, row.version], ['succeeded', 'delivered', 1, 3]);
  assert.equal(receiver.received.length, 1);
  const [post] = receiver.received;
  assert.ok(post?.valid, 'the signature does not fit');
  assert.equal(post.webhookId, delivery.eventId);
  assert.deepEqual(post.body, delivery.body);
  assert.equal(post.headers['content-type'], 'application/json');
  assert.match(String(post.headers['user-agent']), /^Hopline\/\d/);
  // In whole seconds.
  const signedAt = Number(post.headers['webhook-timestamp']) * 1000;
  assert.ok(
    signedAt > wokenAt - 1000 && signedAt <= post.at,
    `signed at ${signedAt}, received at ${post.at}`,
  );

  const [attempt] = await readAttempts(pool, delivery);
  assert.equal(attempt?.outcome, 'succeeded');
  assert.equal(attempt?.status_code, 200);
  assert.deepEqual(attempt?.response, Buffer.from('ok'));
  const line = await until('the attempt is logged', () =>
    logged('delivery.attempted').find(({ fields }) => fields.delivery_id === delivery.id),
  );
  assert.equal(line.fields.event_id, delivery.eventId);
  assert.equal(line.fields.trace_id, attempt?.trace_id);
  assert.ok(!JSON.stringify(line).includes(receiver.url));
});

test('a failed attempt is tried again on the ladder, never early, with the same id and bytes', async (t) => {
  const receiver = await startReceiver(t, (_request, _response, nth) => (nth < 3 ? 503 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/retry` });
  receiver.expectSecret('/retry', endpoint.secret);
  const deliveries = await addDeliveries(pool, endpoint, 20);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));

  for (const delivery of deliveries) {
    const row = await ended(delivery);
    assert.deepEqual([row.state, row.attempts, row.ladder_step], ['succeeded', 3, 2]);
    const attempts = await readAttempts(pool, delivery);
    assert.deepEqual(
      attempts.map(({ number, outcome, status_code }) => [number, outcome, status_code]),
      [
        [1, 'status', 503],
        [2, 'status', 503],
        [3, 'succeeded', 200],
      ],
    );
    for (const [i, delayMs] of [300, 600].entries()) {
      const [failed, retried] = [attempts[i], attempts[i + 1]];
      assert.ok(failed?.next_attempt_at && retried);
      const wait = failed.next_attempt_at.getTime() - failed.started_at.getTime();
      assert.ok(wait >= delayMs - 1, `due after ${wait} ms instead of ${delayMs}`);
      assert.ok(retried.started_at >= failed.next_attempt_at, 'it was early');
    }
    const posts = receiver.byId(delivery.eventId);
    assert.equal(posts.length, 3);
    assert.ok(posts.every(({ valid, body }) => valid && body.equals(delivery.body)));
  }
});

test('the last failure is final: a dead letter, and no further post', async (t) => {
  const receiver = await startReceiver(t, () => 500);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 1);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));

  const [delivery] = deliveries;
  assert.ok(delivery);
  const row = await ended(delivery);
  assert.deepEqual([row.state, row.reason, row.attempts], ['dead', 'exhausted', 3]);
  await until('the dead letter is acknowledged', async () => (await readDelivery(pool, delivery)).dlq_at);
  assert.equal(receiver.received.length, 3);
});

test('duplicate and stale wake-ups never cause a second post', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 30);
  const hints = wakeUps(topics, publisher, deliveries);
  await publisher.publishAll([...hints, ...hints, ...hints]);
  await Promise.all(deliveries.map(ended));
  // Long after: the versions have moved on. The last delivery shows that what came before it was read.
  const stale = deliveries.map((one) => wakeUp(topics, publisher, endpoint, { ...one, version: 3 }));
  const [last] = await addDeliveries(pool, endpoint, 1);
  assert.ok(last);
  await publisher.publishAll([...hints, ...stale, wakeUp(topics, publisher, endpoint, last)]);
  await ended(last);
  assert.equal(receiver.received.length, deliveries.length + 1);
  assert.equal(new Set(receiver.received.map(({ webhookId }) => webhookId)).size, deliveries.length + 1);
});

test('a paused endpoint gets nothing; resumed, it gets all of it', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url, paused: true });
  const other = await addEndpoint(pool, { organizationId, url: `${receiver.url}/other` });
  const held = await addDeliveries(pool, endpoint, 40);
  await publisher.publishAll(wakeUps(topics, publisher, held));
  const [probe] = await addDeliveries(pool, other, 1);
  assert.ok(probe);
  await publisher.publish(wakeUp(topics, publisher, other, probe));
  await ended(probe);
  assert.deepEqual(await countStates(pool, endpoint), { pending: 40 });

  await pool.query('update endpoints set paused = false where id = $1', [endpoint.id]);
  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  await Promise.all(held.map(ended));
  assert.deepEqual(await countStates(pool, endpoint), { succeeded: 40 });
  assert.equal(receiver.received.filter(({ path }) => path === '/').length, 40);
});

test('what waits for a deleted endpoint is cancelled without a post', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [first, ...others] = await addDeliveries(pool, endpoint, 5);
  assert.ok(first);
  await pool.query('update endpoints set deleted_at = now() where id = $1', [endpoint.id]);
  await publisher.publish(wakeUp(topics, publisher, endpoint, first));
  assert.equal((await ended(first)).reason, 'endpoint_deleted');
  // No wake-up names the others; the endpoint's own finds them.
  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  for (const one of others) assert.equal((await ended(one)).reason, 'endpoint_deleted');
  assert.equal(receiver.received.length, 0);
});

test('a wake-up that comes a little early is held until its delivery is due', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [delivery] = await addDeliveries(pool, endpoint, 1, { dueInMs: 700 });
  assert.ok(delivery);
  await publisher.publish(wakeUp(topics, publisher, endpoint, delivery));
  await ended(delivery);
  const row = await readDelivery(pool, delivery);
  const [attempt] = await readAttempts(pool, delivery);
  assert.ok(attempt && attempt.started_at >= row.next_attempt_at);
});

test('a wake-up that comes far too early is no reason to wait for the sweeper', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = [
    ...(await addDeliveries(pool, endpoint, 2, { dueInMs: 8000 })),
    ...(await addDeliveries(pool, endpoint, 1, { dueInMs: 13_000 })),
  ];
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
  for (const delivery of deliveries) {
    const row = await ended(delivery);
    const [attempt] = await readAttempts(pool, delivery);
    assert.ok(attempt && attempt.started_at >= row.next_attempt_at);
  }
  assert.equal(receiver.received.length, 3);
});

test('an attempt and its soon retries are in the trace of the wake-up; of a refilled one it is its age that counts', async (t) => {
  const receiver = await startReceiver(t, (_request, _response, nth) => (nth === 1 ? 503 : 200));
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const traceId = 'a1'.repeat(16);
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  const [woken, refilled, old, replayed] = await addDeliveries(pool, endpoint, 4, { traceparent });
  assert.ok(woken && refilled && old && replayed);
  await pool.query(`update deliveries set created_at = now() - interval '1 minute' where id = $1`, [old.id]);
  await pool.query('update deliveries set replayed_at = now() where id = $1', [replayed.id]);
  const hint = wakeUp(topics, publisher, endpoint, woken);
  await publisher.publish({ ...hint, headers: { traceparent } });
  await ended(woken);
  const traces = (await readAttempts(pool, woken)).map((attempt) => attempt.trace_id);
  assert.deepEqual(traces, [traceId, traceId]);
  // A webhook's receiver learns nothing of our traces.
  assert.ok(receiver.received.every(({ headers }) => headers.traceparent === undefined));

  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  const traceOf = async (delivery: TestDelivery) => {
    await ended(delivery);
    return (await readAttempts(pool, delivery))[0]?.trace_id ?? '';
  };
  // A collector may still be waiting for its event's trace.
  assert.equal(await traceOf(refilled), traceId);
  for (const later of [await traceOf(old), await traceOf(replayed)]) {
    assert.match(later, /^[0-9a-f]{32}$/);
    assert.notEqual(later, traceId);
  }
});

test('a wake-up that cannot be read is passed over with a warning', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  assert.ok(delivery);
  const good = wakeUp(topics, publisher, endpoint, delivery);
  await publisher.publishAll([
    { ...good, value: Buffer.from('not avro') },
    { ...good, value: null },
    { ...good, value: Buffer.concat([good.value ?? Buffer.alloc(0), Buffer.from([1])]) },
    good,
  ]);
  await ended(delivery);
  assert.equal(logged('wake_up.undecodable').length, 2);
  assert.equal(logged('wake_up.empty').length, 1);
});

test('what is pending is delivered without any wake-up once somebody owns its endpoint', async (t) => {
  const receiver = await startReceiver(t);
  const own = await createTopics({ ladder: '300ms' });
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 2000);
  await startDeliver(t, database, own);
  await until(
    'all 2,000 are delivered',
    async () => (await countStates(pool, endpoint)).succeeded === 2000,
    60_000,
  );
  assert.equal(receiver.received.length, 2000);
  assert.equal(
    new Set(receiver.received.map(({ webhookId }) => webhookId)).size,
    new Set(deliveries.map(({ eventId }) => eventId)).size,
  );
});

test('an endpoint wake-up finds a burst that did not fit into memory', async (t) => {
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 900);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
  await until(
    'all 900 are delivered',
    async () => (await countStates(pool, endpoint)).succeeded === 900,
    60_000,
  );
  assert.equal(receiver.received.length, 900);
});
