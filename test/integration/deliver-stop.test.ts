// What a stop, a lost lease and an absent Postgres leave behind.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, type TestContext, test } from 'node:test';
import { expireLeases } from '@hopline/postgres/sweeper/expire-leases';
import { inReverse } from '../support/cleanup.ts';
import { administer, createDatabase } from '../support/database.ts';
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
import { rawKafka } from '../support/kafka-raw.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const organizationId = await addOrganization(pool);

/** A receiver that answers only when it is told to. */
async function startSlowReceiver(t: TestContext) {
  const open: ServerResponse[] = [];
  let held = true;
  const receiver = await startReceiver(t, (_request, response) => {
    if (!held) return 200;
    open.push(response);
    return undefined;
  });
  const answerAll = (status = 200) => {
    held = false;
    for (const response of open.splice(0)) response.writeHead(status).end();
  };
  return { receiver, open, answerAll };
}

test('a stop finishes the posts under way, leaves the rest to the next owner, and nothing is posted twice', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const first = await startDeliver(t, database, topics, { WEBHOOK_TIMEOUT: '30s' });
  const { receiver, open, answerAll } = await startSlowReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 60);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
  await until('ten posts are under way', () => open.length === 10);

  const readyz = `http://127.0.0.1:${first.service.port()}/readyz`;
  const stopped = first.service.stop(AbortSignal.timeout(20_000));
  // It says so first, then the taking of jobs ends; the posts go on.
  await until('it is stopping', async () => (await fetch(readyz)).status === 503);
  answerAll();
  await stopped;
  assert.equal(receiver.received.length, 10);
  assert.deepEqual(await countStates(pool, endpoint), { succeeded: 10, pending: 50 });

  await startDeliver(t, database, topics);
  await until('the rest is delivered', async () => (await countStates(pool, endpoint)).succeeded === 60);
  assert.equal(receiver.received.length, 60);
});

test('a stop whose posts take long hands its endpoints over meanwhile: the next owner goes on, and a pause that is asked for late reaches it', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const { receiver, open, answerAll } = await startSlowReceiver(t);
  const quick = await startReceiver(t);
  // Whoever takes over looks for what is due: once this is posted it has, and what comes after it comes by its wake-up.
  await addDeliveries(pool, await addEndpoint(pool, { organizationId, url: quick.url }), 1);
  const first = await startDeliver(t, database, topics);
  await until('what was due is delivered', () => first.logged('delivery.attempted').length === 1);
  const slow = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [hanging] = await addDeliveries(pool, slow, 1);
  assert.ok(hanging);
  await publisher.publish(wakeUp(topics, publisher, slow, hanging));
  await until('its post is under way', () => open.length === 1);

  let isStopped = false;
  const stopped = first.service.stop(AbortSignal.timeout(60_000)).then(() => {
    isStopped = true;
  });
  await until('it has left its group', () => first.logged('worker.handed_over').length === 1);
  const second = await startDeliver(t, database, topics);
  const others = await Promise.all(
    Array.from({ length: 6 }, () => addEndpoint(pool, { organizationId, url: quick.url })),
  );
  for (const endpoint of others) {
    await publisher.publishAll(wakeUps(topics, publisher, await addDeliveries(pool, endpoint, 5)));
  }
  await until('what comes meanwhile is delivered', () => second.logged('delivery.attempted').length >= 30);
  assert.equal(isStopped, false, 'the first one still waits for its post');
  assert.equal(second.logged('delivery.attempted').length, 30);
  assert.equal(quick.received.length, 31);

  const [response] = open.splice(0);
  response?.writeHead(429, { 'retry-after': '3600' }).end();
  answerAll();
  await stopped;
  // The result is written by the one that has posted, and the other one has not posted it as well.
  assert.deepEqual(
    (await readAttempts(pool, hanging)).map(({ number, status_code }) => [number, status_code]),
    [[1, 429]],
  );
  assert.equal(receiver.received.length, 1);
  const [later] = await addDeliveries(pool, slow, 1);
  assert.ok(later);
  await publisher.publish(wakeUp(topics, publisher, slow, later));
  const { rows } = await pool.query(
    "select not_before > now() + interval '50 minutes' as held from endpoints where id = $1",
    [slow.id],
  );
  assert.deepEqual(rows, [{ held: true }]);
  const raw = rawKafka(topics.brokers);
  t.after(() => raw[Symbol.asyncDispose]());
  const ends = await raw.endOffsets(topics.topics.deliveries);
  await until('its wake-up is passed', async () => {
    const committed = await raw.committedOffsets(
      topics.groups.deliver,
      topics.topics.deliveries,
      ends.length,
    );
    return ends.every((end, partition) => end === 0n || committed[partition] === end);
  });
  assert.equal(receiver.received.length, 1, 'nothing is posted to the one that has asked for a pause');
});

test('at its deadline a stop cuts posts short and says so; their leases stay', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const { service, logged } = await startDeliver(t, database, topics, { WEBHOOK_TIMEOUT: '60s' });
  const { receiver, open } = await startSlowReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 3);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
  await until('the posts are under way', () => open.length === 3);

  await service.stop(AbortSignal.timeout(200));
  const cut = logged('delivery.cut_short').map(({ fields }) => fields.delivery_id);
  assert.deepEqual(cut.sort(), deliveries.map(({ id }) => id).sort());
  for (const delivery of deliveries) {
    const row = await readDelivery(pool, delivery);
    assert.equal(row.state, 'sending');
    assert.ok(row.lease_until && row.lease_until.getTime() > Date.now());
    assert.deepEqual(await readAttempts(pool, delivery), []);
  }
});

test('a result that comes after its lease was taken over changes nothing', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const { logged } = await startDeliver(t, database, topics, { WEBHOOK_TIMEOUT: '60s' });
  const { receiver, open, answerAll } = await startSlowReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  assert.ok(delivery);
  await publisher.publish(wakeUp(topics, publisher, endpoint, delivery));
  await until('the post is under way', () => open.length === 1);

  // As the sweeper does when a lease has run out: the first owner is slow, not dead.
  const [lateResponse] = open.splice(0);
  await pool.query(
    `update deliveries set state = 'pending', version = version + 1, lease_until = null where id = $1`,
    [delivery.id],
  );
  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  await until('the second post is under way', () => open.length === 1);
  answerAll();
  const done = await until('it is delivered', async () => {
    const row = await readDelivery(pool, delivery);
    return row.state === 'succeeded' ? row : undefined;
  });
  lateResponse?.writeHead(500).end();
  const late = await until('the late result is reported', () =>
    logged('delivery.attempted').find(({ fields }) => fields.status === 500),
  );
  assert.equal(late.fields.recorded, false);
  assert.deepEqual(await readDelivery(pool, delivery), done);
  assert.deepEqual(
    (await readAttempts(pool, delivery)).map(({ number, outcome }) => [number, outcome]),
    [[2, 'succeeded']],
  );
  assert.equal(receiver.received.length, 2);
});

test('a claim that is answered when little of its lease is left is not posted; the sweeper gives it back', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const { logged } = await startDeliver(t, database, topics);
  const receiver = await startReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  assert.ok(delivery);

  const holder = await pool.connect();
  t.after(() => holder.release(true));
  await holder.query('begin; lock table deliveries in access exclusive mode');
  await publisher.publish(wakeUp(topics, publisher, endpoint, delivery));
  // A lease is 15 s longer than a post may take, and 5 s of it are kept for the result.
  await until('its claim has waited for more than ten seconds', async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity
        where datname = current_database() and application_name = 'hopline-deliver' and wait_event_type = 'Lock'
          and query like '%with free as (%' and query_start < now() - interval '10.5 seconds'`,
    );
    return rows.length > 0;
  });
  await holder.query('commit');
  const late = await until('the claim comes too late', () => logged('claim.too_late')[0]);
  assert.equal(late.fields.delivery_id, delivery.id);
  assert.equal((await readDelivery(pool, delivery)).state, 'sending');
  assert.equal(receiver.received.length, 0);

  await pool.query(`update deliveries set lease_until = now() - interval '1 second' where id = $1`, [
    delivery.id,
  ]);
  await expireLeases(pool, 10);
  await publisher.publish(wakeUp(topics, publisher, endpoint, null));
  await until('it is delivered', async () => (await readDelivery(pool, delivery)).state === 'succeeded');
  assert.equal(receiver.received.length, 1);
  assert.deepEqual(
    (await readAttempts(pool, delivery)).map(({ number }) => number),
    [2],
  );
});

test('while Postgres is away results wait and deliveries stay; back again, all goes on', async (t) => {
  const topics = await createTopics();
  const publisher = await startPublisher(t, topics);
  const { logged } = await startDeliver(t, database, topics, { WEBHOOK_TIMEOUT: '60s' });
  const { receiver, open, answerAll } = await startSlowReceiver(t);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 30);
  await publisher.publishAll(wakeUps(topics, publisher, deliveries));
  await until('ten posts are under way', () => open.length === 10);

  const name = new URL(database.url).pathname.slice(1);
  await administer(`alter database ${name} with allow_connections false`);
  t.after(() => administer(`alter database ${name} with allow_connections true`));
  // Waits until each is gone: one that is about to go would still take a claim.
  await administer(
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity
      where datname = '${name}' and application_name = 'hopline-deliver'`,
  );
  answerAll();
  await until('results are waiting', () => logged('results.delayed').length > 0);
  await until('claims fail', () => logged('claim.failed').length > 0);
  assert.equal(receiver.received.length, 10);
  await administer(`alter database ${name} with allow_connections true`);

  await until('all are delivered', async () => (await countStates(pool, endpoint)).succeeded === 30, 60_000);
  assert.equal(receiver.received.length, 30);
  assert.equal(logged('result.lost').length, 0);
  const numbers = await Promise.all(deliveries.map((one) => readAttempts(pool, one)));
  assert.ok(numbers.every((attempts) => attempts.length === 1));
});

test('a second member takes over partitions while posts are under way, and nothing is posted twice', async (t) => {
  const topics = await createTopics({ partitions: 6 });
  const publisher = await startPublisher(t, topics);
  await startDeliver(t, database, topics);
  const receiver = await startReceiver(t);
  const endpoints = await Promise.all(
    Array.from({ length: 12 }, () => addEndpoint(pool, { organizationId, url: receiver.url })),
  );
  const deliveries: TestDelivery[] = [];
  for (const endpoint of endpoints) deliveries.push(...(await addDeliveries(pool, endpoint, 100)));
  const published = publisher.publishAll(wakeUps(topics, publisher, deliveries));
  await until('posts have begun', () => receiver.received.length > 50);
  const second = await startDeliver(t, database, topics);
  await published;
  await until(
    'all are delivered',
    async () => {
      const { rows } = await pool.query(
        `select count(*)::int as n from deliveries where id = any($1) and state = 'succeeded'`,
        [deliveries.map(({ id }) => id)],
      );
      return rows[0].n === deliveries.length;
    },
    60_000,
  );
  assert.equal(receiver.received.length, deliveries.length);
  // The second one works too: what comes now is shared between them.
  for (const endpoint of endpoints) deliveries.push(...(await addDeliveries(pool, endpoint, 5)));
  const more = deliveries.slice(1200);
  await publisher.publishAll(wakeUps(topics, publisher, more));
  await until('the second one has posted', () => second.logged('delivery.attempted').length > 0);
});
