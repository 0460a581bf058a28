// One more try for a delivery, over HTTP.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { collectTopic } from '../support/read-topic.ts';
import { decodeWakeUp } from '../support/sweep.ts';
import { until } from '../support/until.ts';
import { wholePage } from '../support/whole-page.ts';
import { call } from './api-fixture.ts';
import { at, prepare } from './delivery-log-fixture.ts';

test('a retry makes it pending and due with a version of its own, and tells the owner which', async (t) => {
  const { api, pool, organizationId, endpointId, store, retry, deliveryOf } = await prepare(t);
  const woken = await collectTopic(t, api.topics.brokers, api.topics.topics.deliveries);
  let version = 1;
  const [eventId] = await store([{ at: at(2, 1), states: ['dead'] }]);
  const { id, day } = await deliveryOf(eventId);
  for (const state of ['dead', 'cancelled', 'succeeded', 'pending'] as const) {
    await pool.query(
      `update deliveries set state = $2, reason = 'why', ladder_step = 3, attempts = 4, dlq_at = now(), ended_at = now(),
              next_attempt_at = now() + interval '1 hour'
        where id = $1`,
      [id, state],
    );
    const answer = await retry(id);
    assert.deepEqual([answer.status, answer.json], [202, { id, status: 'pending' }], state);
    version += 1;
    const { rows } = await pool.query(
      `select state, version, reason, ladder_step, attempts, dlq_at, ended_at, next_attempt_at <= now() as due,
              succeeded_at is not null as succeeded
         from deliveries where id = $1`,
      [id],
    );
    // From then on it has succeeded once.
    const succeeded = state === 'succeeded' || state === 'pending';
    const begun = {
      state: 'pending',
      reason: null,
      ladder_step: 0,
      attempts: 4,
      dlq_at: null,
      ended_at: null,
    };
    assert.deepEqual(rows, [{ ...begun, version, due: true, succeeded }], state);
    await until('the wake-up', () => woken.length === version - 1);
    assert.deepEqual(decodeWakeUp(woken.at(-1)), {
      endpoint_id: endpointId,
      organization_id: organizationId,
      delivery: { id, day, version },
    });
  }
});

test('what is being posted, or has no endpoint any more, is left as it is', async (t) => {
  const { pool, endpointId, store, retry, deliveryOf } = await prepare(t);
  const [eventId] = await store([{ at: at(2, 1), states: ['sending'] }]);
  const { id } = await deliveryOf(eventId);
  const row = async () => (await pool.query('select * from deliveries where id = $1', [id])).rows;
  const before = await row();
  const sending = await retry(id);
  assert.deepEqual([sending.status, sending.json.code], [409, 'HPL_DELIVERY_SENDING']);
  assert.equal(sending.headers.get('retry-after'), '1');
  assert.deepEqual(await row(), before);
  await pool.query("update deliveries set state = 'dead' where id = $1", [id]);
  // Made pending it would be cancelled at once.
  await pool.query('update endpoints set disabled_at = now() where id = $1', [endpointId]);
  const ended = await row();
  const disabled = await retry(id);
  assert.deepEqual([disabled.status, disabled.json.code], [409, 'HPL_DELIVERY_ENDPOINT_DISABLED']);
  assert.deepEqual(await row(), ended);
  await pool.query('update endpoints set deleted_at = now() where id = $1', [endpointId]);
  const gone = await retry(id);
  assert.deepEqual([gone.status, gone.json.code], [409, 'HPL_DELIVERY_ENDPOINT_GONE']);
  const unknown = await retry(uuidV7());
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'HPL_DELIVERY_NOT_FOUND']);
});

test('an event that was delivered once does not become one that never was, while it is tried again', async (t) => {
  const { api, key, store, retry, deliveryOf } = await prepare(t);
  const [eventId] = await store([{ at: at(2, 1), states: ['succeeded'] }]);
  const ask = (path: string) => call(api.url + path, 'GET', { key });
  const never = async () => (await wholePage(ask, '/api/inbox?delivered=never', 'events')).rows;
  assert.deepEqual(await never(), []);
  assert.equal((await retry((await deliveryOf(eventId)).id)).status, 202);
  assert.deepEqual(await never(), []);
});
