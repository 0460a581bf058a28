// What an endpoint may ask for beside its URL, from the request that asks to the webhook that has it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startReceiver } from '../support/receiver.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

test('headers, the trace, conditions and a test event', async (t) => {
  const hops = await startThreeHops(t);
  const receiver = await startReceiver(t, () => 204);
  const arrived = (path: string, webhookId: string) =>
    until(`${path} got ${webhookId}`, () =>
      receiver.received.find((one) => one.path === path && one.webhookId === webhookId),
    );
  const plain = await hops.makeEndpoint(`${receiver.url}/plain`);

  await t.test('a webhook carries the headers of its endpoint, and none of them replaces ours', async () => {
    const headers = [
      { name: 'Authorization', value: 'Bearer t' },
      { name: 'x-tenant', value: 'a b' },
    ];
    const endpoint = await hops.makeEndpoint(`${receiver.url}/headers`, { headers });
    receiver.expectSecret('/headers', endpoint.secret);
    const got = await arrived('/headers', await hops.post('order.made', {}));
    assert.ok(got.valid);
    assert.deepEqual([got.headers.authorization, got.headers['x-tenant']], ['Bearer t', 'a b']);
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(got.headers.traceparent, undefined);
  });

  await t.test('the trace goes out where it is asked for, and is the one of the attempt', async () => {
    await hops.makeEndpoint(`${receiver.url}/trace`, { send_traceparent: true });
    const id = await hops.post('order.made', {});
    const got = await arrived('/trace', id);
    const [, traceId] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-0[01]$/.exec(String(got.headers.traceparent)) ?? [];
    assert.equal(got.headers.tracestate, undefined);
    const { rows } = await until('the attempt is written', async () => {
      const found = await hops.database.pool.query(
        `select a.trace_id from attempts a join deliveries d on d.id = a.delivery_id
           join endpoints e on e.id = d.endpoint_id where d.event_id = $1 and e.send_traceparent`,
        [id],
      );
      return found.rowCount ? found : undefined;
    });
    assert.equal(rows[0].trace_id, traceId);
  });

  await t.test('an event that does not meet the conditions makes no delivery', async () => {
    const filters = [
      { pointer: '/order/total', op: 'gte', value: 100 },
      { pointer: '/order/country', op: 'in', value: ['DE', 'FR'] },
    ];
    const endpoint = await hops.makeEndpoint(`${receiver.url}/filtered`, { filters });
    const misses = await hops.post('order.made', { order: { total: 99, country: 'DE' } });
    const meets = await hops.post('order.made', { order: { total: 100, country: 'FR' } });
    await arrived('/filtered', meets);
    await arrived('/plain', misses);
    const { rows } = await hops.database.pool.query(
      'select event_id from deliveries where endpoint_id = $1',
      [endpoint.id],
    );
    assert.deepEqual(rows, [{ event_id: meets }]);
  });

  await t.test(
    'a test event reaches its endpoint alone, whatever that wants, and is seen like any other',
    async () => {
      const endpoint = await hops.makeEndpoint(`${receiver.url}/tested`, {
        event_types: ['never.sent'],
        filters: [{ pointer: '/never', op: 'exists', value: true }],
        signature_version: 'v1a',
      });
      const sent = await hops.ask('POST', `/api/endpoints/${endpoint.id}/test`);
      assert.equal(sent.status, 202, sent.text);
      assert.equal(sent.headers.get('location'), `/api/events/${sent.json.id}`);
      const got = await arrived('/tested', String(sent.json.id));
      const body = JSON.parse(got.body.toString());
      assert.equal(body.type, 'endpoint.test');
      assert.equal(body.data.endpoint_id, endpoint.id);
      const seen = await until('it has succeeded', async () => {
        const { json } = await hops.ask('GET', `/api/events/${sent.json.id}`);
        const [delivery] = (json.deliveries ?? []) as { state: string; endpoint_id: string }[];
        return delivery?.state === 'succeeded' ? json : undefined;
      });
      assert.equal((seen.deliveries as unknown[]).length, 1);
      assert.ok(!receiver.received.some(({ path, webhookId }) => path === '/plain' && webhookId === seen.id));
    },
  );

  await t.test('what cannot be signed is not posted, and goes out once it can be', async () => {
    const { pool } = hops.database;
    const endpoint = await hops.makeEndpoint(`${receiver.url}/unsigned`);
    receiver.expectSecret('/unsigned', endpoint.secret);
    const { rows } = await pool.query('select secret from endpoints where id = $1', [endpoint.id]);
    await pool.query(
      'update endpoints set secret = (select secret from endpoints where id = $1) where id = $2',
      [plain.id, endpoint.id],
    );
    const id = await hops.post('order.made', {});
    await until('an attempt was not signed', async () => {
      const found = await pool.query(
        `select from attempts a join deliveries d on d.id = a.delivery_id
          where d.event_id = $1 and d.endpoint_id = $2 and a.outcome = 'unsigned'`,
        [id, endpoint.id],
      );
      return (found.rowCount ?? 0) > 0;
    });
    assert.ok(!receiver.received.some(({ path }) => path === '/unsigned'));
    assert.ok(hops.deliver.logged('delivery.unsigned').length > 0);
    await pool.query('update endpoints set secret = $1 where id = $2', [rows[0].secret, endpoint.id]);
    assert.ok((await arrived('/unsigned', id)).valid);
  });
});
