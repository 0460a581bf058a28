// The log of an organization's deliveries over HTTP.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { type ApiFixture, call } from './api-fixture.ts';
import { addTenant, at, type Listed, prepare } from './delivery-log-fixture.ts';

async function addAttempts(pool: ApiFixture['database']['pool'], id: string, day: string, count: number) {
  await pool.query(
    `insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code, error, response,
                           trace_id, next_attempt_at)
     select $1, $2, n, '2026-01-02T12:00:00Z'::timestamptz + n * interval '1 second', 10 * n, 'status', 503, 'busy',
            convert_to('try ', 'UTF8') || '\\xff'::bytea, repeat('a', 32), '2026-01-02T13:00:00Z'
       from generate_series(1, $3::int) n`,
    [day, id, count],
  );
}

test('a delivery is shown with every attempt, one by one', async (t) => {
  const { api, pool, key, store, list, deliveryOf, endpointId } = await prepare(t);
  const [eventId] = await store([{ at: at(2, 1), states: ['dead'], type: 'order.paid' }]);
  const { id, day } = await deliveryOf(eventId);
  await addAttempts(pool, id, day, 12);
  await pool.query(
    `update deliveries set attempts = 12, ladder_step = 4, reason = 'exhausted', ended_at = $2, created_at = $2 where id = $1`,
    [id, at(2, 9)],
  );
  const attempt = (number: number) => ({
    number,
    started_at: at(2, number),
    duration_ms: 10 * number,
    outcome: 'status',
    status_code: 503,
    error: 'busy',
    response: 'try \ufffd',
    trace_id: 'a'.repeat(32),
    next_attempt_at: '2026-01-02T13:00:00.000Z',
  });
  const expected = {
    ...{ id, event_id: eventId, endpoint_id: endpointId, type: 'order.paid', accepted_at: at(2, 1) },
    ...{
      state: 'dead',
      reason: 'exhausted',
      created_at: at(2, 9),
      next_attempt_at: null,
      ended_at: at(2, 9),
    },
    ...{ ladder_step: 4, attempt_count: 12, replay_id: null, replayed_at: null, succeeded_at: null },
  };
  const one = await call(`${api.url}/api/deliveries/${id}`, 'GET', { key });
  assert.deepEqual(one.json, {
    ...expected,
    attempts: Array.from({ length: 12 }, (_, i) => attempt(i + 1)),
  });
  // In a list the ten newest.
  const { deliveries, next } = await list();
  assert.equal(next, null);
  assert.deepEqual(deliveries, [
    { ...expected, attempts: Array.from({ length: 10 }, (_, i) => attempt(i + 3)) },
  ]);
});

test('filters go together', async (t) => {
  const { endpointId, endpoint, store, list } = await prepare(t);
  const second = await endpoint();
  const [a, b, c] = await store([
    { at: at(2, 1), states: ['succeeded'] },
    { at: at(3, 1), type: 'order.paid', states: ['dead'] },
    { at: at(4, 1), type: 'invoice', states: ['pending'] },
  ]);
  const [d] = await store([{ at: at(3, 2), states: ['dead', 'cancelled'] }], second);
  const events = async (query: string) => (await list(query)).deliveries.map((one) => one.event_id);
  const cases: [string, (string | undefined)[]][] = [
    ['', [c, d, d, b, a]],
    [`endpoint_id=${endpointId}`, [c, b, a]],
    [`endpoint_id=${second}`, [d, d]],
    [`endpoint_id=${uuidV7()}`, []],
    [`event_id=${b}`, [b]],
    [`event_id=${d}&state=cancelled`, [d]],
    [`event_id=${uuidV7()}`, []],
    ['state=dead', [d, b]],
    ['state=dead,cancelled', [d, d, b]],
    ['state=sending', []],
    ['state=succeeded', [a]],
    ['state=pending,succeeded', [c, a]],
    [`state=dead&endpoint_id=${second}`, [d]],
    ['type=order.*', [d, d, b, a]],
    ['type=order.paid,invoice', [c, b]],
    ['type=order.paid&state=pending', []],
    [`from=${at(3, 1)}`, [c, d, d, b]],
    [`to=${at(3, 2)}`, [b, a]],
    [`from=${at(3, 1)}&to=${at(3, 2)}`, [b]],
    [`from=${at(3, 1)}&to=${at(4, 0)}&state=dead&endpoint_id=${endpointId}&type=order.*`, [b]],
  ];
  for (const [query, expected] of cases) assert.deepEqual(await events(query), expected, query);
});

test('a walk meets every delivery once, also where a page ends among those of one event', async (t) => {
  const { store, page, list, deliveryOf, retry, pool } = await prepare(t);
  await store([
    { at: at(2, 1), states: ['dead', 'dead', 'succeeded'] },
    { at: at(2, 1), states: ['dead', 'pending', 'sending', 'dead', 'cancelled'] },
    { at: at(3, 1) },
    { at: at(3, 2), states: ['dead'] },
    { at: at(4, 1), states: ['succeeded', 'dead', 'dead'] },
  ]);
  const { rows } = await pool.query<{ id: string }>('select id from deliveries');
  const all = rows.map(({ id }) => id).toSorted();
  for (const limit of [1, 2, 5, 100]) {
    const found: Listed[] = [];
    const cursors = new Set<string>();
    for (let cursor = ''; ; ) {
      const { deliveries, next_cursor: next } = await page(`limit=${limit}${cursor}`);
      assert.ok(deliveries.length <= limit);
      found.push(...deliveries);
      if (next === null) break;
      assert.ok(!cursors.has(next), 'the walk goes on');
      cursors.add(next);
      cursor = `&cursor=${next}`;
    }
    const ids = found.map(({ id }) => id);
    assert.deepEqual(ids.toSorted(), all, `limit ${limit}`);
    assert.deepEqual(
      found.map(({ event_id }) => event_id),
      (await list('limit=100')).deliveries.map(({ event_id }) => event_id),
    );
  }
  // What is retried in between keeps its place.
  const first = await list('limit=5');
  const last = (await list('limit=100')).deliveries.at(-1);
  assert.ok(last && (await deliveryOf(last.event_id)));
  assert.equal((await retry(last.id)).status, 202);
  const rest = await list(`limit=100&cursor=${first.next}`);
  assert.deepEqual([...first.deliveries, ...rest.deliveries].map(({ id }) => id).toSorted(), all);
});

test('an organization sees and retries its own deliveries, by keys that may', async (t) => {
  const { api, key, store, list, retry, deliveryOf } = await prepare(t);
  const other = await addTenant(api);
  const [mine] = await store([{ at: at(2, 1), states: ['dead'] }]);
  const [theirs] = await other.store([{ at: at(2, 1), states: ['dead'] }]);
  for (const query of ['', 'state=dead', 'type=order.*']) {
    assert.deepEqual(
      (await list(query)).deliveries.map(({ event_id }) => event_id),
      [mine],
      query,
    );
  }
  assert.deepEqual((await list(`event_id=${theirs}`)).deliveries, []);
  const { id } = await other.deliveryOf(theirs);
  const read = await call(`${api.url}/api/deliveries/${id}`, 'GET', { key });
  assert.deepEqual([read.status, read.json.code], [404, 'HPL_DELIVERY_NOT_FOUND']);
  const refused = await retry(id);
  assert.deepEqual([refused.status, refused.json.code], [404, 'HPL_DELIVERY_NOT_FOUND']);
  assert.equal((await other.list()).deliveries[0]?.state, 'dead');

  const made = await call(`${api.url}/api/keys`, 'POST', { key, body: { scopes: ['read'] } });
  const own = (await deliveryOf(mine)).id;
  const reader = { key: String(made.json.api_key) };
  assert.equal((await call(`${api.url}/api/deliveries`, 'GET', reader)).status, 200);
  const unscoped = await call(`${api.url}/api/deliveries/${own}/retry`, 'POST', reader);
  assert.deepEqual([unscoped.status, unscoped.json.code], [403, 'HPL_AUTH_SCOPE']);
  for (const query of [
    'state=lost',
    'limit=0',
    'limit=101',
    'cursor=x',
    'endpoint_id=x',
    'from=today',
    'nothing=1',
  ]) {
    const answer = await call(`${api.url}/api/deliveries?${query}`, 'GET', { key });
    assert.deepEqual([answer.status, answer.json.code], [400, 'HPL_REQUEST_INVALID'], query);
  }
});
