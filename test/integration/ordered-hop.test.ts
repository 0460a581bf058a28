// Ordered endpoints through deliver, with real Kafka, Postgres and HTTP: keys that wait or are held beside keys that are not.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { cancelDelivery } from '@hopline/postgres/deliveries/cancel-delivery';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { createDatabase } from '../support/database.ts';
import { addOrganization, countStates, startDeliver, startPublisher, wakeUp } from '../support/deliveries.ts';
import { addInOrder, addOrderedEndpoint, type InOrder, type InOrderDelivery } from '../support/in-order.ts';
import { type Answer, startReceiver } from '../support/receiver.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

async function prepare(t: TestContext, answer: Answer, given: { skipAfter?: number | null } = {}) {
  const database = await createDatabase(t);
  const { pool } = database;
  const topics = await createTopics({ ladder: '200ms,300ms' });
  const publisher = await startPublisher(t, topics);
  const receiver = await startReceiver(t, answer);
  const organizationId = await addOrganization(pool);
  const endpoint = await addOrderedEndpoint(pool, { organizationId, url: receiver.url, ...given });
  return {
    ...{ database, pool, topics, receiver, organizationId, endpoint },
    add: (rows: readonly InOrder[]) => addInOrder(pool, endpoint, rows),
    /** Of the endpoint, or of a delivery. */
    wake: (delivery: InOrderDelivery | null = null) =>
      publisher.publishAll([wakeUp(topics, publisher, endpoint, delivery)]),
    // Of many random failures some come in a row.
    deliver: () => startDeliver(t, database, topics, { BREAKER_OPEN: '200ms' }),
    /** The offsets of a key, in the order in which they were taken. */
    async taken(key: string) {
      const { rows: found } = await pool.query<{ event_id: string; topic_offset: bigint }>(
        'select event_id, topic_offset from deliveries where order_key = $1',
        [key],
      );
      const offsets = new Map(found.map((row) => [row.event_id, Number(row.topic_offset)]));
      return receiver.received
        .filter(({ status, webhookId }) => status === 200 && offsets.has(webhookId))
        .map(({ webhookId }) => offsets.get(webhookId));
    },
  };
}

const range = (key: string, from: number, count: number): InOrder[] =>
  Array.from({ length: count }, (_, i) => ({ key, offset: from + i }));

test('a held key with thousands behind it delays no other; let go, it goes on in order', async (t) => {
  const hop = await prepare(t, () => 200);
  const { pool, organizationId } = hop;
  const [head] = await hop.add([{ key: 'held', offset: 0, state: 'dead' }]);
  await hop.add(range('held', 1, 2000));
  await hop.add(['a', 'b', 'c'].flatMap((key) => range(key, 0, 20)));
  await hop.deliver();
  await until(
    'the other keys are over',
    async () => (await countStates(pool, hop.endpoint)).succeeded === 60,
  );
  for (const key of ['a', 'b', 'c']) {
    assert.deepEqual(
      await hop.taken(key),
      range(key, 0, 20).map(({ offset }) => offset),
    );
  }
  // What comes now comes by its own wake-up.
  const [late] = await hop.add([{ key: 'a', offset: 99 }]);
  await hop.wake(late);
  await until('it has come', async () => (await hop.taken('a')).at(-1) === 99);
  assert.deepEqual(await hop.taken('held'), []);

  assert.equal((await cancelDelivery(pool, organizationId, head?.id ?? '')).kind, 'cancelled');
  await hop.wake();
  await until('some of the key have come', async () => (await hop.taken('held')).length >= 100, 60_000);
  assert.deepEqual(
    (await hop.taken('held')).slice(0, 100),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
});

test('a failed attempt holds its key until its retry; a dead one holds it, and is retried in its place', async (t) => {
  let refusing = true;
  const hop = await prepare(t, () => (refusing ? 500 : 200));
  const rows = await hop.add(range('a', 1, 3));
  await hop.deliver();
  await until('the first is dead', async () => (await countStates(hop.pool, hop.endpoint)).dead === 1);
  assert.deepEqual(await countStates(hop.pool, hop.endpoint), { dead: 1, pending: 2 });
  assert.equal(hop.receiver.received.length, 3, 'three attempts of the first, none of the others');
  refusing = false;
  const retried = await retryDelivery(hop.pool, hop.organizationId, rows[0]?.id ?? '');
  assert.equal(retried.kind, 'pending');
  if (retried.kind === 'pending' && rows[0]) await hop.wake({ ...rows[0], version: retried.version });
  await until('all have come', async () => (await hop.taken('a')).length === 3);
  assert.deepEqual(await hop.taken('a'), [1, 2, 3]);
});

test('where the dead are skipped, a key goes on after so many attempts', async (t) => {
  const refused = new Set<string>();
  const hop = await prepare(t, ({ webhookId }) => (refused.has(webhookId) ? 500 : 200), { skipAfter: 2 });
  const rows = await hop.add(range('a', 1, 4));
  const { rows: found } = await hop.pool.query('select event_id from deliveries where id = $1', [
    rows[1]?.id,
  ]);
  refused.add(found[0].event_id);
  await hop.deliver();
  await until(
    'all others have come',
    async () => (await countStates(hop.pool, hop.endpoint)).succeeded === 3,
  );
  assert.deepEqual(await hop.taken('a'), [1, 3, 4]);
  assert.equal(hop.receiver.byId(found[0].event_id).length, 2);
  assert.deepEqual(await countStates(hop.pool, hop.endpoint), { succeeded: 3, dead: 1 });
});

test('Retry-After holds every key, and what comes after it is in order', async (t) => {
  let posts = 0;
  const at: number[] = [];
  const hop = await prepare(t, (_request, response) => {
    posts += 1;
    at.push(performance.now());
    if (posts !== 5) return 200;
    response.writeHead(429, { 'retry-after': '1' }).end();
    return undefined;
  });
  const keys = ['a', 'b', 'c'];
  await hop.add(keys.flatMap((key) => range(key, 0, 10)));
  await hop.deliver();
  await until('all have come', async () => (await countStates(hop.pool, hop.endpoint)).succeeded === 30);
  // What was under way when it asked may still arrive, of each of the other keys one, and one that began before the answer
  // was read.
  const asked = at[4] ?? 0;
  const early = at.filter((time) => time > asked && time < asked + 1000);
  assert.ok(early.length <= 4, `${early.length} posts in the second in which it is held`);
  for (const key of keys) {
    assert.deepEqual(
      await hop.taken(key),
      range(key, 0, 10).map(({ offset }) => offset),
    );
  }
});

test('what waits for a paused endpoint goes out in order when it is resumed', async (t) => {
  const hop = await prepare(t, () => 200);
  await hop.pool.query('update endpoints set paused = true');
  const [first] = await hop.add(range('a', 0, 10));
  await hop.deliver();
  await hop.wake(first ?? null);
  await hop.wake();
  await hop.pool.query('update endpoints set paused = false');
  await hop.wake();
  await until('all have come', async () => (await hop.taken('a')).length === 10);
  assert.deepEqual(
    await hop.taken('a'),
    range('a', 0, 10).map(({ offset }) => offset),
  );
});

test('two processes that both believe to own an endpoint keep its order', async (t) => {
  const hop = await prepare(t, (_request, _response, nth) => (nth === 1 && Math.random() < 0.3 ? 500 : 200), {
    skipAfter: null,
  });
  const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
  await hop.add(keys.flatMap((key) => range(key, 0, 10)));
  // The second one joins while the first is at it: a rebalance, and wake-ups for whoever has the partition.
  await hop.deliver();
  await hop.deliver();
  await hop.wake();
  await until(
    'all have come',
    async () => (await countStates(hop.pool, hop.endpoint)).succeeded === 200,
    60_000,
  );
  for (const key of keys) {
    assert.deepEqual(
      await hop.taken(key),
      range(key, 0, 10).map(({ offset }) => offset),
    );
  }
});
