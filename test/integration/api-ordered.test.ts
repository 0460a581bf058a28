// The order of an endpoint over HTTP: said when it is made, shown, refused where it makes no sense; and how a key is let go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { addOrganization, readDelivery } from '../support/deliveries.ts';
import { addInOrder, addOrderedEndpoint } from '../support/in-order.ts';
import { collectTopic } from '../support/read-topic.ts';
import { readMetric } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';

const HOOK = 'https://example.com/hook';

test('an endpoint is ordered when it is made so, and says how', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const make = (body: object) => call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK, ...body } });
  const order = (json: Record<string, unknown>) => [json.ordered, json.order_unkeyed, json.on_dead_head];

  const plain = await make({});
  assert.deepEqual(order(plain.json), [false, null, null]);
  const blocking = await make({ ordered: true });
  assert.equal(blocking.status, 201, blocking.text);
  assert.deepEqual(order(blocking.json), [true, true, 'block']);
  const skipping = await make({ ordered: true, order_unkeyed: false, on_dead_head: { skip_after: 3 } });
  assert.deepEqual(order(skipping.json), [true, false, { skip_after: 3 }]);

  const path = `${url}/api/endpoints/${String(skipping.json.id)}`;
  const blocked = await call(path, 'PATCH', { key, body: { on_dead_head: 'block' } });
  assert.deepEqual(order(blocked.json), [true, false, 'block']);
  assert.deepEqual(order((await call(path, 'GET', { key })).json), [true, false, 'block']);

  for (const [body, code, pointer] of [
    [{ on_dead_head: 'block' }, 'HPL_ENDPOINT_NOT_ORDERED', '/on_dead_head'],
    [{ ordered: false, on_dead_head: { skip_after: 1 } }, 'HPL_ENDPOINT_NOT_ORDERED', '/on_dead_head'],
    [{ order_unkeyed: false }, 'HPL_ENDPOINT_NOT_ORDERED', '/order_unkeyed'],
    [{ ordered: 'yes' }, 'HPL_REQUEST_INVALID', '/ordered'],
    [{ ordered: true, on_dead_head: 'skip' }, 'HPL_REQUEST_INVALID', '/on_dead_head'],
    [{ ordered: true, on_dead_head: { skip_after: 0 } }, 'HPL_REQUEST_INVALID', '/on_dead_head'],
    [{ ordered: true, on_dead_head: {} }, 'HPL_REQUEST_INVALID', '/on_dead_head'],
  ] as const) {
    const { status, json } = await make(body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.equal(json.code, code, JSON.stringify(body));
    assert.ok(String(json.pointer).startsWith(pointer), `${json.pointer} of ${JSON.stringify(body)}`);
  }
  const plainPath = `${url}/api/endpoints/${String(plain.json.id)}`;
  const refused = await call(plainPath, 'PATCH', { key, body: { on_dead_head: 'block' } });
  assert.deepEqual([refused.status, refused.json.code], [400, 'HPL_ENDPOINT_NOT_ORDERED']);
  for (const member of ['ordered', 'order_unkeyed']) {
    const { status, json } = await call(path, 'PATCH', { key, body: { [member]: true } });
    assert.deepEqual([status, json.code], [400, 'HPL_REQUEST_INVALID'], member);
  }
});

test('a spread organization has an order only with ordering keys, and is not spread once it has another', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const spread = (partition_spread: number) =>
    call(`${url}/api/organizations/${organizationId}`, 'PATCH', {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      body: { partition_spread },
    });
  const make = (body: object) =>
    call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK, ordered: true, ...body } });

  assert.equal((await spread(4)).status, 200);
  const refused = await make({});
  assert.deepEqual([refused.status, refused.json.code], [409, 'HPL_ENDPOINT_ORDER_SPREAD']);
  assert.equal((await make({ order_unkeyed: false })).status, 201);
  assert.equal((await spread(8)).status, 200);
  assert.equal((await spread(1)).status, 200);
  const made = await make({});
  assert.equal(made.status, 201);
  const kept = await spread(2);
  assert.deepEqual([kept.status, kept.json.code], [409, 'HPL_ORGANIZATION_ORDERED']);
  assert.equal((await spread(1)).status, 200);
  await call(`${url}/api/endpoints/${String(made.json.id)}`, 'DELETE', { key });
  assert.equal((await spread(2)).status, 200);
});

test('a dead delivery is cancelled, its key goes on, and its endpoint is woken', async (t) => {
  const { url, database, topics } = await startApi(t);
  const { pool } = database;
  await addOrganization(pool);
  const { apiKey: key, organizationId } = await createTenant(url);
  const endpoint = await addOrderedEndpoint(pool, { organizationId });
  const rows = await addInOrder(pool, endpoint, [
    { key: 'a', offset: 1, state: 'dead' },
    { key: 'a', offset: 2, state: 'sending' },
    { key: 'a', offset: 3, state: 'succeeded' },
  ]);
  const cancel = (id = '', by = key) => call(`${url}/api/deliveries/${id}/cancel`, 'POST', { key: by });
  const [dead, sending, succeeded] = rows;
  assert.ok(dead);
  const cancelled = await cancel(dead.id);
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.deepEqual(cancelled.json, { id: dead.id, status: 'cancelled' });
  assert.equal((await readDelivery(pool, dead)).reason, 'by_hand');
  assert.equal((await cancel(dead.id)).status, 200, 'it stays so');
  const refusals = [await cancel(sending?.id), await cancel(succeeded?.id)];
  assert.deepEqual(
    refusals.map(({ status, json }) => [status, json.code]),
    [
      [409, 'HPL_DELIVERY_SENDING'],
      [409, 'HPL_DELIVERY_SUCCEEDED'],
    ],
  );
  const counted = await readMetric(url, 'webhook_deliveries_total{status="cancelled"}');
  assert.equal(counted, 1, 'only what was not cancelled yet');
  const { apiKey: stranger } = await createTenant(url);
  const unknown = await cancel(dead.id, stranger);
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'HPL_DELIVERY_NOT_FOUND']);

  const records = await collectTopic(t, topics.brokers, topics.topics.deliveries);
  await until('the wake-up is read', () => records.length > 0);
  const wakeUp = createWakeUpCodec().decode(records[0]?.value ?? Buffer.alloc(0));
  assert.deepEqual(
    { ...wakeUp },
    { endpoint_id: endpoint.id, organization_id: organizationId, delivery: null },
  );
});
