import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { uuidV7 } from '@hopline/wire/uuid';
import { storeEvent } from '../support/store-event.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const TOPIC = '11111111-1111-4111-8111-111111111111';
const HOUR_MS = 3_600_000;

interface Entry {
  readonly organizationId: string;
  readonly hour: string;
  readonly partition?: number;
  /** appended, stored, duplicates, poison, conflicts */
  readonly counts: [number, number, number, number, number];
}

async function addToLedger(
  pool: Pool,
  { organizationId, hour, partition = 0, counts }: Entry,
): Promise<void> {
  await pool.query(
    `insert into ledger (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison, conflicts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [TOPIC, partition, organizationId, hour, ...counts],
  );
}

async function addDeliveries(
  pool: Pool,
  organizationId: string,
  given: { hour: string; state: string; reason: string | null; count: number },
): Promise<void> {
  const { hour, state, reason, count } = given;
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason, hour)
     select ($2::timestamptz at time zone 'UTC')::date, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
            $1, $3, $4, $2
       from generate_series(1, $5)`,
    [organizationId, hour, state, reason, count],
  );
}

test('answers by the hour for the own organization alone, `to` excluded', async (t) => {
  const { url, database } = await startApi(t);
  const { pool } = database;
  const [tenant, other] = [await createTenant(url), await createTenant(url)];
  const { organizationId, apiKey: key } = tenant;
  await ensureDays(pool, ['2026-03-01', '2026-03-02']);
  const eleven = '2026-03-01T23:00:00.000Z';
  const midnight = '2026-03-02T00:00:00.000Z';
  const one = '2026-03-02T01:00:00.000Z';
  await addToLedger(pool, { organizationId, hour: eleven, counts: [5, 3, 1, 1, 1] });
  await addToLedger(pool, { organizationId, hour: eleven, partition: 1, counts: [2, 2, 0, 0, 0] });
  await addToLedger(pool, { organizationId, hour: midnight, counts: [1, 1, 0, 0, 0] });
  await addToLedger(pool, { organizationId, hour: one, counts: [9, 9, 0, 0, 0] });
  await addToLedger(pool, { organizationId: other.organizationId, hour: eleven, counts: [7, 7, 0, 0, 0] });
  await addDeliveries(pool, organizationId, {
    hour: eleven,
    state: 'succeeded',
    reason: 'delivered',
    count: 4,
  });
  await addDeliveries(pool, organizationId, { hour: eleven, state: 'dead', reason: 'exhausted', count: 2 });
  await addDeliveries(pool, organizationId, { hour: midnight, state: 'pending', reason: null, count: 1 });
  await addDeliveries(pool, organizationId, { hour: one, state: 'sending', reason: null, count: 3 });
  await addDeliveries(pool, other.organizationId, {
    hour: eleven,
    state: 'dead',
    reason: 'exhausted',
    count: 5,
  });

  const answer = await call(`${url}/api/reconcile?from=2026-03-01T23:00Z&to=${one}`, 'GET', { key });
  assert.equal(answer.status, 200, answer.text);
  const atEleven = {
    ...{ appended: 7, stored: 5, duplicates: 1, conflicts: 1, poison: 1, balanced: true },
    deliveries: [
      { state: 'succeeded', reason: 'delivered', count: 4 },
      { state: 'dead', reason: 'exhausted', count: 2 },
    ],
  };
  const pending = { state: 'pending', reason: null, count: 1 };
  const nothing = { duplicates: 0, conflicts: 0, poison: 0, balanced: true };
  assert.deepEqual(answer.json, {
    from: eleven,
    to: one,
    balanced: true,
    totals: { ...atEleven, appended: 8, stored: 6, deliveries: [...atEleven.deliveries, pending] },
    hours: [
      { hour: eleven, ...atEleven },
      { hour: midnight, appended: 1, stored: 1, ...nothing, deliveries: [pending] },
    ],
  });

  await pool.query('update ledger set stored = stored - 1 where organization_id = $1 and hour = $2', [
    organizationId,
    midnight,
  ]);
  const broken = await call(`${url}/api/reconcile?from=2026-03-01T23:00Z&to=${one}`, 'GET', { key });
  assert.equal(broken.json.balanced, false);
  const hours = broken.json.hours as { balanced: boolean }[];
  assert.deepEqual(
    hours.map(({ balanced }) => balanced),
    [true, false],
  );
});

test('without times it is the last 24 hours, up to the end of this one', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const thisHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  // The hour may end before the answer: two of the three are in any such day.
  for (const [i, ago] of [0, 1, 40].entries()) {
    const hour = new Date(thisHour - ago * HOUR_MS).toISOString();
    await addToLedger(database.pool, { organizationId, hour, partition: i, counts: [1, 1, 0, 0, 0] });
  }
  const { status, json } = await call(`${url}/api/reconcile`, 'GET', { key });
  assert.equal(status, 200);
  assert.equal(Date.parse(String(json.to)) - Date.parse(String(json.from)), 24 * HOUR_MS);
  assert.equal((json.totals as { appended: number }).appended, 2);
});

test('a range that is no range is refused, by name', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const refusals: [query: string, pointer: string][] = [
    ['from=yesterday', '/from'],
    ['to=2026-03-01T12:30Z', '/to'],
    ['from=2026-03-01T12:00%2B02:00', '/from'],
    ['from=2026-02-30T00:00Z&to=2026-03-01T00:00Z', '/from'],
    ['from=2026-03-01T00:00Z&to=2026-03-01T00:00Z', '/from'],
    ['from=2026-01-01T00:00Z&to=2026-02-01T01:00Z', '/from'],
    ['since=2026-01-01T00:00Z', '/since'],
  ];
  for (const [query, pointer] of refusals) {
    const { status, json } = await call(`${url}/api/reconcile?${query}`, 'GET', { key });
    assert.deepEqual([status, json.code, json.pointer], [400, 'HPL_REQUEST_INVALID', pointer], query);
  }
});

test('takes a key with the scope read', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const made = await call(`${url}/api/keys`, 'POST', {
    key: apiKey,
    body: { name: 'sender', scopes: ['events:write'] },
  });
  assert.equal(made.status, 201, made.text);
  const refused = await call(`${url}/api/reconcile`, 'GET', { key: String(made.json.api_key) });
  assert.deepEqual([refused.status, refused.json.code], [403, 'HPL_AUTH_SCOPE']);
  assert.equal((await call(`${url}/api/reconcile`, 'GET')).status, 401);
});

test('an event tells how many others came under its dedup_id with other content', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const id = uuidV7();
  await storeEvent(database.pool, { id, organizationId, payload: '{}' });
  const read = async () => {
    const { json } = await call(`${url}/api/events/${id}`, 'GET', { key });
    return [json.conflicts, json.last_conflict_at];
  };
  assert.deepEqual(await read(), [0, null]);
  await database.pool.query(
    `update event_keys set conflicts = 2, last_conflict_at = '2026-03-01T12:00:00.5Z' where event_id = $1`,
    [id],
  );
  assert.deepEqual(await read(), [2, '2026-03-01T12:00:00.500Z']);
});
