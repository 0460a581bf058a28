// Times at which an endpoint gets nothing: what it asks for itself, its own schedule, its rate; and posts at a time.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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
  type TestEndpoint,
  wakeUp,
  wakeUps,
} from '../support/deliveries.ts';
import { readHealth, setEndpoint } from '../support/endpoint-health.ts';
import { addInOrder, addOrderedEndpoint } from '../support/in-order.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const database = await createDatabase(file);
const { pool } = database;
const organizationId = await addOrganization(pool);
const LADDER = { ladder: '300ms,600ms' };
const topics = await createTopics(LADDER);
const publisher = await startPublisher(file, topics);
await startDeliver(file, database, topics, { BREAKER_OPEN: '500ms' });

const wake = (deliveries: TestDelivery[]) => publisher.publishAll(wakeUps(topics, publisher, deliveries));
const delivered = (endpoint: TestEndpoint, count: number, limitMs = 60_000) =>
  until(
    `all ${count} are delivered`,
    async () => (await countStates(pool, endpoint)).succeeded === count,
    limitMs,
  );

for (const [form, header] of [
  ['seconds', () => '5'],
  // Whole seconds: at least 5 of them.
  ['a date', () => new Date(Date.now() + 6000).toUTCString()],
] as const) {
  test(`Retry-After in ${form} holds the whole endpoint, and nothing of it is early`, async (t) => {
    let notBefore = Number.POSITIVE_INFINITY;
    const receiver = await startReceiver(t, (_request, response) => {
      // Whatever comes too early is refused, and counted.
      if (Date.now() >= notBefore) return 200;
      const value = header();
      if (notBefore === Number.POSITIVE_INFINITY) {
        notBefore = /^\d+$/.test(value) ? Date.now() + Number(value) * 1000 : Date.parse(value);
      }
      response.writeHead(429, { 'retry-after': value }).end();
      return undefined;
    });
    const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
    const deliveries = await addDeliveries(pool, endpoint, 100);
    await wake(deliveries);
    await until('it is held', async () => (await readHealth(pool, endpoint)).not_before);
    // What comes now waits with the others.
    const later = await addDeliveries(pool, endpoint, 5);
    await wake(later);
    await delivered(endpoint, 105);

    const refused = receiver.received.filter(({ status }) => status !== 200);
    assert.ok(refused.length <= 10, `${refused.length} came early: more than were under way when it asked`);
    for (const delivery of [...deliveries, ...later]) {
      const attempts = await readAttempts(pool, delivery);
      for (const [i, attempt] of attempts.entries()) {
        const due = attempts[i - 1]?.next_attempt_at;
        if (due) assert.ok(attempt.started_at >= due, 'it was early');
      }
    }
    await until('its row says so', async () => (await readHealth(pool, endpoint)).failing_since === null);
  });
}

test('a hold goes over to the next owner', async (t) => {
  const own = await createTopics(LADDER);
  const sender = await startPublisher(t, own);
  const receiver = await startReceiver(t, (_request, response) => {
    if (receiver.received.length > 0) return 200;
    response.writeHead(503, { 'retry-after': '6' }).end();
    return undefined;
  });
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const [first] = await addDeliveries(pool, endpoint, 1);
  assert.ok(first);
  const before = await startDeliver(t, database, own);
  await sender.publishAll(wakeUps(own, sender, [first]));
  await until('it has been refused', () => receiver.received.length === 1);
  const [refused] = receiver.received;
  assert.ok(refused);
  // What it knows is written on its way out.
  await until('the result is written', async () => (await readDelivery(pool, first)).ladder_step === 1);
  await before.service.stop(AbortSignal.timeout(10_000));
  assert.ok((await readHealth(pool, endpoint)).not_before);

  const second = await addDeliveries(pool, endpoint, 1);
  await startDeliver(t, database, own);
  await sender.publishAll(wakeUps(own, sender, second));
  await delivered(endpoint, 2);
  for (const post of receiver.received.slice(1)) assert.ok(post.at >= refused.at + 6000 - 2, 'it was early');
});

test('a hold beyond the last rung ends on time under another owner, without a wake-up and without the sweeper', async (t) => {
  // Much longer than the next owner looks ahead, and than it needs to start; on a machine that needs minutes longer still.
  for (const holdMs of [20_000, 90_000]) if (await showHold(t, holdMs)) return;
  assert.fail('the machine was too slow to show anything');
});

/** False when too little of the hold is left by the time that the next owner has read its rows. */
async function showHold(t: TestContext, holdMs: number): Promise<boolean> {
  const own = await createTopics(LADDER);
  const sender = await startPublisher(t, own);
  const first = new Set<string>();
  const receiver = await startReceiver(t, ({ path }, response) => {
    if (first.has(path)) return 200;
    first.add(path);
    response.writeHead(429, { 'retry-after': String(holdMs / 1000) }).end();
    return undefined;
  });
  const plain = await addEndpoint(pool, { organizationId, url: `${receiver.url}/plain` });
  const ordered = await addOrderedEndpoint(pool, { organizationId, url: `${receiver.url}/ordered` });
  const freed = await addEndpoint(pool, { organizationId, url: `${receiver.url}/freed` });
  const [one] = await addDeliveries(pool, plain, 1);
  const [two] = await addInOrder(pool, ordered, [{ key: 'k', offset: 0 }]);
  const [three] = await addDeliveries(pool, freed, 1);
  assert.ok(one && two && three);
  const before = await startDeliver(t, database, own);
  await sender.publishAll([...wakeUps(own, sender, [one, three]), wakeUp(own, sender, ordered, two)]);
  for (const endpoint of [plain, ordered, freed]) {
    await until('it is held', async () => (await readHealth(pool, endpoint)).not_before);
  }
  await before.service.stop(AbortSignal.timeout(10_000));

  const { service } = await startDeliver(t, database, own);
  const hasRead = async () =>
    /_count\{operation="read-due-deliveries"\} [1-9]/.test((await service.metrics.scrape()).body);
  await until('the next owner has read what its rows say', hasRead);
  const { rows } = await pool.query<{ ms: number }>(
    'select (extract(epoch from min(not_before) - now()) * 1000)::float8 as ms from endpoints where id = any($1)',
    [[plain.id, ordered.id, freed.id]],
  );
  if ((rows[0]?.ms ?? 0) < 10_000) return false;
  // Its organization lets it go, and the new owner knows of that from its wake-up.
  const [later] = await addDeliveries(pool, freed, 1);
  assert.ok(later);
  await setEndpoint(pool, freed, { not_before: null, health_epoch: 1 });
  await sender.publishAll([wakeUp(own, sender, freed, null)]);
  await delivered(freed, 1);
  const [refused] = await readAttempts(pool, three);
  const [taken] = await readAttempts(pool, later);
  assert.ok(refused?.next_attempt_at && taken && taken.started_at < refused.next_attempt_at);

  await delivered(plain, 1, 2 * holdMs);
  await delivered(ordered, 1);
  for (const { id } of [one, two]) {
    const [refused, taken] = await readAttempts(pool, { id });
    assert.ok(refused?.next_attempt_at && taken);
    const lateMs = taken.started_at.getTime() - refused.next_attempt_at.getTime();
    assert.ok(lateMs >= 0, 'it was early');
    t.diagnostic(`${lateMs} ms late`);
  }
  return true;
}

test('an endpoint has a schedule of its own: as many attempts as it says, none of them early', async (t) => {
  const receiver = await startReceiver(t, () => 404);
  const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/own` });
  const usual = await addEndpoint(pool, { organizationId, url: `${receiver.url}/usual` });
  const delays = [300, 600, 600];
  await setEndpoint(pool, endpoint, { retry_schedule: delays.map((ms) => `${ms}ms`) });
  const [delivery] = await addDeliveries(pool, endpoint, 1);
  const [other] = await addDeliveries(pool, usual, 1);
  assert.ok(delivery && other);
  await wake([delivery, other]);
  await until('it is dead', async () => (await countStates(pool, endpoint)).dead === 1);
  await until('the other is dead', async () => (await countStates(pool, usual)).dead === 1);

  assert.equal((await readAttempts(pool, other)).length, 3);
  const attempts = await readAttempts(pool, delivery);
  assert.equal(attempts.length, 4);
  for (const [i, delayMs] of delays.entries()) {
    const [failed, retried] = [attempts[i], attempts[i + 1]];
    assert.ok(failed?.next_attempt_at && retried);
    assert.ok(failed.next_attempt_at.getTime() - failed.started_at.getTime() >= delayMs - 1);
    assert.ok(retried.started_at >= failed.next_attempt_at, 'it was early');
  }
});

test('an endpoint with a rate gets no more than that, and another one does not wait for it', async (t) => {
  const receiver = await startReceiver(t);
  const slow = await addEndpoint(pool, { organizationId, url: `${receiver.url}/slow` });
  const other = await addEndpoint(pool, { organizationId, url: `${receiver.url}/other` });
  await setEndpoint(pool, slow, { rate_limit: 150 });
  await wake([...(await addDeliveries(pool, slow, 12)), ...(await addDeliveries(pool, other, 50))]);
  await delivered(other, 50);
  await delivered(slow, 12);
  const times = receiver.received.filter(({ path }) => path === '/slow').map(({ at }) => at);
  // One every 400 ms. A timer or the machine may be late, and what was saved then is at most a second's worth.
  const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  assert.ok(tookMs >= 11 * 400 - 1000, `12 posts in ${tookMs} ms`);
});

test('as many posts at a time as an endpoint takes: more while it succeeds, half when it has too much', async (t) => {
  const open = { now: 0, most: 0 };
  let capacity = Number.POSITIVE_INFINITY;
  const receiver = await startReceiver(t, (_request, response) => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    const status = open.now > capacity ? 429 : 200;
    void sleep(30).then(() => {
      open.now -= 1;
      response.writeHead(status).end();
    });
    return undefined;
  });
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  await wake(await addDeliveries(pool, endpoint, 600));
  await delivered(endpoint, 600);
  assert.ok(open.most > 10 && open.most <= 50, `${open.most} at a time`);

  // Now it takes 3. Of what it got at once half is taken back, and so on, until all of it is taken.
  capacity = 3;
  open.most = 0;
  const deliveries = await addDeliveries(pool, endpoint, 150);
  await wake(deliveries);
  await until('all have been tried', async () => {
    const { pending = 0, sending = 0 } = await countStates(pool, endpoint);
    return pending + sending === 0;
  });
  const { rows } = await pool.query<{ refused: number }>(
    `select count(*)::int as refused from attempts where status_code = 429 and delivery_id = any($1)`,
    [deliveries.map(({ id }) => id)],
  );
  t.diagnostic(`${rows[0]?.refused} of 150 were refused`);
  assert.ok((rows[0]?.refused ?? 0) < 75, `${rows[0]?.refused} of 150 were refused`);
});
