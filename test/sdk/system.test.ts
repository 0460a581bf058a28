// The TypeScript client before the api, persist and deliver: everything that it can ask for, as its users do.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Hopline, type StoredEvent } from '../../packages/sdk/src/index.ts';
import { verifyWebhook } from '../../packages/sdk/src/webhooks.ts';
import { type Answer, type Receiver, startReceiver } from '../support/receiver.ts';
import { startThreeHops, type ThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

interface Running extends ThreeHops {
  readonly hopline: Hopline;
  readonly receiver: Receiver;
}

async function start(t: TestContext, answer?: Answer): Promise<Running> {
  const receiver = await startReceiver(t, answer);
  const system = await startThreeHops(t);
  // Kafka may still be electing leaders of the new topics.
  await system.post('warm.up', {});
  return { ...system, receiver, hopline: new Hopline({ apiKey: system.key, baseUrl: system.url }) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The event, once its deliveries have ended. */
function ended(hopline: Hopline, id: string): Promise<StoredEvent> {
  return until('its deliveries have ended', async () => {
    const event = await hopline.events.get(id, { waitMs: 30_000 });
    return event.deliveries.every(({ endedAt }) => endedAt !== null) && event;
  });
}

test('what is sent arrives at an endpoint, signed, and can be seen', async (t) => {
  const { hopline, receiver } = await start(t);
  const endpoint = await hopline.endpoints.create({
    url: `${receiver.url}/hooks`,
    eventTypes: ['order.*'],
    filters: [{ pointer: '/total', op: 'gte', value: 10 }],
    headers: [{ name: 'x-gateway', value: 'token' }],
  });
  assert.deepEqual(endpoint.headerNames, ['x-gateway']);
  assert.ok(endpoint.secret);

  const payload = { total: 12, order_id: 'ä€😀' };
  const sent = await hopline.send({ type: 'order.created', payload, dedupId: 'order-1', orderingKey: 'k' });
  assert.equal((await hopline.send({ type: 'order.created', payload, dedupId: 'order-1' })).id, sent.id);
  const { items } = await hopline.sendBatch([
    { type: 'order.paid', payload: { total: 13 } },
    { type: 'not a type', payload: {} },
    { type: 'order.paid', payload: { total: 1 } },
  ]);
  assert.deepEqual(
    items.map(({ status }) => status),
    ['accepted', 'refused', 'accepted'],
  );
  assert.ok(items[1]?.status === 'refused' && items[1].error.pointer === '/type');

  const stored = await ended(hopline, sent.id);
  assert.deepEqual(
    [stored.dedupId, stored.orderingKey, stored.payload, stored.deliveries[0]?.state],
    ['order-1', 'k', payload, 'succeeded'],
  );
  assert.equal(stored.deliveries[0]?.attempts[0]?.statusCode, 200);
  const { lastHour } = await hopline.endpoints.health(endpoint.id);
  assert.ok(lastHour.succeeded >= 1 && lastHour.answerMs);
  const [webhook] = receiver.byId(sent.id);
  assert.ok(webhook);
  const event = verifyWebhook(webhook.body, webhook.headers, endpoint.secret);
  assert.deepEqual([event.id, event.type, event.data], [sent.id, 'order.created', payload]);
  assert.equal(webhook.headers['x-gateway'], 'token');
});

test('lists are walked over their pages', async (t) => {
  const { hopline, receiver } = await start(t);
  await hopline.endpoints.create({ url: `${receiver.url}/hooks` });
  const events = Array.from({ length: 7 }, (_, i) => ({ type: 'order.created', payload: { i } }));
  const { items } = await hopline.sendBatch(events);
  const ids = items.map((item) => (item.status === 'accepted' ? item.id : '')).sort();
  for (const id of ids) await ended(hopline, id);

  const filter = { types: ['order.*'], limit: 3 };
  const inbox = await all(hopline.events.list({ ...filter, include: 'payload' }));
  assert.deepEqual(inbox.map(({ id }) => id).sort(), ids);
  assert.deepEqual(inbox.map(({ payload }) => payload?.i).sort(), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(await all(hopline.events.list({ ...filter, delivered: 'never' })), []);
  assert.deepEqual(await all(hopline.events.list({ ...filter, to: new Date(0) })), []);
  const first = await hopline.events.page(filter);
  assert.ok(first.events.length <= 3 && first.nextCursor !== null);
  const rest = await all(hopline.events.list({ ...filter, cursor: first.nextCursor }));
  // A page may have fewer than it could: on a busy machine a search ends for lack of time.
  assert.deepEqual([...first.events, ...rest].map(({ id }) => id).sort(), ids);

  const deliveries = await all(
    hopline.deliveries.list({ types: ['order.*'], states: ['succeeded'], limit: 2 }),
  );
  assert.deepEqual(deliveries.map(({ eventId }) => eventId).sort(), ids);
  const ofOne = await all(hopline.deliveries.list({ eventId: ids[0] }));
  assert.equal(ofOne.length, 1);
  assert.equal((await hopline.deliveries.get(ofOne[0]?.id ?? '')).eventId, ids[0]);
});

test('an endpoint is changed, paused, rotated, tested and deleted', async (t) => {
  const { hopline, receiver } = await start(t);
  const { id, secret } = await hopline.endpoints.create({ url: `${receiver.url}/hooks`, description: 'one' });
  assert.equal((await hopline.endpoints.update(id, { description: 'other' })).description, 'other');
  assert.equal((await hopline.endpoints.pause(id)).state, 'paused');
  assert.equal((await hopline.endpoints.resume(id)).state, 'active');
  assert.equal((await hopline.endpoints.enable(id)).state, 'active');
  const rotated = await hopline.endpoints.rotateSecret(id, { overlapSeconds: 60 });
  assert.equal(rotated.previousSecrets.length, 1);

  const testId = await hopline.endpoints.test(id);
  await ended(hopline, testId);
  const [webhook] = receiver.byId(testId);
  assert.ok(webhook && secret && rotated.secret);
  // Both sign until the overlap is over.
  for (const one of [secret, rotated.secret]) {
    assert.equal(verifyWebhook(webhook.body, webhook.headers, one).type, 'endpoint.test');
  }
  assert.deepEqual(
    (await hopline.endpoints.list()).map((endpoint) => endpoint.id),
    [id],
  );
  await hopline.endpoints.delete(id);
  await assert.rejects(hopline.endpoints.get(id), { code: 'HPL_ENDPOINT_NOT_FOUND', status: 404 });
});

test('what failed is retried, cancelled and replayed', async (t) => {
  let isDown = true;
  const { hopline, receiver } = await start(t, () => (isDown ? 503 : 200));
  const { id: endpointId } = await hopline.endpoints.create({
    url: `${receiver.url}/hooks`,
    // Not the event that warms the system up, which may be stored only now.
    eventTypes: ['order.*'],
    retrySchedule: [],
  });
  const { items } = await hopline.sendBatch(
    [1, 2, 3].map((i) => ({ type: 'order.created', payload: { i }, dedupId: `order-${i}` })),
  );
  for (const item of items) await ended(hopline, item.status === 'accepted' ? item.id : '');
  const [one, other] = await all(hopline.deliveries.list({ endpointId, states: ['dead'] }));
  assert.ok(one && other);
  await hopline.deliveries.cancel(other.id);
  await hopline.deliveries.cancel(other.id);
  assert.equal((await hopline.deliveries.get(other.id)).state, 'cancelled');

  isDown = false;
  // Whose breaker may be open.
  await hopline.endpoints.resume(endpointId);
  await hopline.deliveries.retry(one.id);
  await until('it is delivered', async () => (await hopline.deliveries.get(one.id)).state === 'succeeded');
  await assert.rejects(hopline.deliveries.cancel(one.id), { code: 'HPL_DELIVERY_SUCCEEDED', status: 409 });

  const failed = { endpointId, select: 'failed', from: new Date(0) } as const;
  assert.equal((await hopline.replays.preview(failed)).replayed, 2);
  assert.deepEqual(await all(hopline.replays.list()), []);
  const replay = await hopline.replays.create({ ...failed, rate: 100 });
  const seen = await all(hopline.replays.watch(replay.id, { intervalMs: 50, untilDelivered: true }));
  const last = seen.at(-1);
  assert.deepEqual([last?.state, last?.progress, last?.replayed], ['finished', 1, 2]);
  assert.equal(last?.deliveries.succeeded, 2);
  assert.deepEqual(
    (await all(hopline.replays.list({ limit: 1 }))).map(({ id }) => id),
    [replay.id],
  );
  await assert.rejects(hopline.replays.cancel(replay.id), { code: 'HPL_REPLAY_ENDED' });
});

test('a replay of all endpoints is paused, resumed and cancelled', async (t) => {
  const { hopline, receiver } = await start(t);
  // Paused: its replay waits, and does not end by itself.
  await hopline.endpoints.create({ url: `${receiver.url}/hooks`, paused: true });
  const { id } = await hopline.send({ type: 'order.created', payload: {} });
  await hopline.events.get(id, { waitMs: 30_000 });
  const replay = await hopline.replays.create({ select: 'all', from: new Date(0) });
  assert.equal(replay.endpointId, null);
  assert.equal((await hopline.replays.pause(replay.id)).state, 'paused');
  assert.equal((await hopline.replays.resume(replay.id)).state, 'running');
  assert.equal((await hopline.replays.cancel(replay.id)).state, 'cancelled');
});

test('keys are made, rotated, listed and revoked, and the books are read', async (t) => {
  const { hopline, url } = await start(t);
  const made = await hopline.keys.create({ name: 'reader', scopes: ['read'] });
  const reader = new Hopline({ apiKey: made.apiKey, baseUrl: url });
  await assert.rejects(reader.send({ type: 'a', payload: {} }), { code: 'HPL_AUTH_SCOPE', status: 403 });
  const rotated = await hopline.keys.rotate({ keyId: made.id, overlapSeconds: 0 });
  assert.equal(rotated.replaces.id, made.id);
  await hopline.keys.revoke(rotated.id);
  const keys = await all(hopline.keys.list({ limit: 1 }));
  assert.equal(keys.length, 3);
  assert.ok(keys.find(({ id }) => id === rotated.id)?.revokedAt);

  // The event that warms the system up may be stored only now.
  const { balanced } = await until('the books have an event', async () => {
    const books = await hopline.events.reconcile();
    return books.totals.stored > 0 && books;
  });
  assert.ok(balanced);
});

test('an event that never comes is waited for as long as was said', async (t) => {
  const { hopline } = await start(t);
  const nobody = '00000000-0000-7000-8000-000000000000';
  await assert.rejects(hopline.events.get(nobody), { code: 'HPL_EVENT_NOT_STORED' });
  await assert.rejects(hopline.events.get(nobody, { waitMs: 50 }), { code: 'HPL_EVENT_NOT_STORED' });
  const signal = AbortSignal.timeout(50);
  await assert.rejects(hopline.events.get(nobody, { waitMs: 60_000, signal }), { name: 'TimeoutError' });
});
