// Events about deliveries, once they are stored: where they are seen, what they are left out of, and when they go.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import {
  type OperationalEvent,
  storeOperationalEvents,
} from '@hopline/postgres/operational-events/store-operational-events';
import type { Pool } from '@hopline/postgres/pool';
import { inTransaction } from '@hopline/postgres/transaction';
import { eventDay } from '@hopline/wire/event';
import type { PayloadFilter } from '@hopline/wire/payload-filter';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { addOrganization } from '../support/deliveries.ts';
import { readOperationalEvents, setEndpoint, subscribe } from '../support/endpoint-health.ts';
import { addReplay, workOff } from '../support/replays.ts';
import { OLD, retentionFixture, YOUNG } from '../support/retention.ts';
import { wholePage } from '../support/whole-page.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const URL = 'https://example.com/hook';
const TOPIC = '11111111-1111-4111-8111-111111111111';

const store = async (pool: Pool, events: readonly OperationalEvent[], nowMs = Date.now()) => {
  await ensureDays(pool, [eventDay(nowMs)]);
  return await inTransaction(pool, (client) => storeOperationalEvents(client, events, nowMs));
};

const exhausted = (organizationId: string, endpointId = uuidV7()): OperationalEvent => {
  return { organizationId, type: 'delivery.exhausted', payload: { endpoint_id: endpointId, attempts: 5 } };
};

async function prepare(t: TestContext) {
  const api = await startApi(t);
  const { pool } = api.database;
  const { organizationId, apiKey: key } = await createTenant(api.url);
  const other = await addOrganization(pool);
  const get = (path: string) => call(`${api.url}/api/${path}`, 'GET', { key });
  const listener = (types: string[]) => subscribe(pool, { organizationId, url: URL, types });
  return { api, pool, organizationId, other, key, get, listener };
}

test('an organization sees them like its own events: in the inbox, one by one, and in the log of deliveries', async (t) => {
  const { api, pool, organizationId, other, key, get, listener } = await prepare(t);
  const { id: endpointId } = await listener(['delivery.*']);
  await listener(['*']);
  const [made, ...none] = await store(pool, [exhausted(organizationId), exhausted(other)]);
  assert.deepEqual([made?.endpointId, none], [endpointId, []]);
  assert.ok(made);

  const inbox = await wholePage<{ id: string; type: string }>(get, 'inbox?include=payload', 'events');
  const [event, ...others] = inbox.rows;
  assert.deepEqual([event?.type, others], ['delivery.exhausted', []]);
  assert.ok(event);
  const one = await get(`events/${event.id}`);
  assert.deepEqual([one.status, one.json.type, one.json.dedup_id], [200, 'delivery.exhausted', null]);
  assert.deepEqual((one.json.payload as { attempts: number }).attempts, 5);
  assert.deepEqual(
    (one.json.deliveries as { endpoint_id: string; state: string }[]).map((row) => [
      row.endpoint_id,
      row.state,
    ]),
    [[endpointId, 'pending']],
  );
  for (const query of ['', 'type=delivery.*&state=pending', `event_id=${event.id}`]) {
    const { rows } = await wholePage<{ id: string; type: string }>(get, `deliveries?${query}`, 'deliveries');
    assert.deepEqual(
      rows.map(({ id, type }) => [id, type]),
      [[made.id, 'delivery.exhausted']],
      query,
    );
  }
  await pool.query("update deliveries set state = 'dead', ended_at = now() where id = $1", [made.id]);
  const retried = await call(`${api.url}/api/deliveries/${made.id}/retry`, 'POST', { key });
  assert.equal(retried.status, 202, retried.text);
});

test('who wants one says so by its type, and conditions on the payload hold for it too', async (t) => {
  const { pool, organizationId, listener } = await prepare(t);
  const [ours, theirs] = [uuidV7(), uuidV7()];
  const filtered = async (types: string[], filters: readonly PayloadFilter[]) => {
    const endpoint = await listener(types);
    await setEndpoint(pool, endpoint, { filters: JSON.stringify(filters) });
    return endpoint;
  };
  const about = { pointer: '/endpoint_id', op: 'eq', value: ours } as const;
  const picky = await filtered(['delivery.exhausted'], [about]);
  await filtered(['order.*', '*'], [about]);
  await filtered(['delivery.exhausted'], [{ pointer: '/total', op: 'exists', value: true }]);
  const all = await listener(['delivery.exhausted']);
  await store(pool, [exhausted(organizationId, ours), exhausted(organizationId, theirs)]);
  const told = await readOperationalEvents(pool, organizationId);
  assert.deepEqual(
    new Map(told.map(({ data, to }) => [data.endpoint_id, to.toSorted()])),
    new Map([
      [ours, [picky.id, all.id].toSorted()],
      [theirs, [all.id]],
    ]),
  );
});

test('the books balance beside them: nobody has sent them, and only their deliveries are counted', async (t) => {
  const { pool, organizationId, get, listener } = await prepare(t);
  await listener(['endpoint.*', 'delivery.*']);
  const at = Date.now();
  const hour = new Date(at - (at % 3_600_000)).toISOString();
  await pool.query(
    `insert into ledger (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison)
     values ($1, 0, $2, $3, 7, 5, 1, 1)`,
    [TOPIC, organizationId, hour],
  );
  const path = `reconcile?from=${hour}&to=${new Date(Date.parse(hour) + 3_600_000).toISOString()}`;
  const before = (await get(path)).json;
  await store(pool, [exhausted(organizationId), exhausted(organizationId)], at);
  const after = (await get(path)).json;
  const deliveries = [{ state: 'pending', reason: null, count: 2 }];
  const [only] = before.hours as object[];
  assert.equal(before.balanced, true);
  assert.deepEqual(after, {
    ...before,
    totals: { ...(before.totals as object), deliveries },
    hours: [{ ...only, deliveries }],
  });
});

test('a replay makes none for whoever subscribes later, and attempts again what failed of them', async (t) => {
  const { pool, organizationId, listener } = await prepare(t);
  const first = await listener(['delivery.*']);
  const [made] = await store(pool, [exhausted(organizationId)]);
  await pool.query("update deliveries set state = 'dead', ended_at = now()");
  await listener(['delivery.*', '*']);
  await addReplay(pool, { organizationId, selection: 'all' });
  assert.deepEqual(await workOff(pool), [made?.id]);
  const { rows } = await pool.query('select endpoint_id from deliveries');
  assert.deepEqual(rows, [{ endpoint_id: first.id }]);
});

test('retention drops them with their day, and their keys a day later', async (context) => {
  const r = await retentionFixture(inReverse(context));
  const { organizationId } = r.endpoint;
  await setEndpoint(r.pool, r.endpoint, { event_types: ['delivery.*'] });
  for (const day of [OLD, YOUNG]) {
    await r.store(day, []);
    const [made] = await store(r.pool, [exhausted(organizationId)], Date.parse(day) + 3_600_000);
    assert.equal(made?.day, day);
  }
  assert.equal(await r.round(), false);
  assert.deepEqual(await r.tablesOf(OLD), []);
  assert.equal((await readOperationalEvents(r.pool, organizationId)).length, 1);
  assert.deepEqual([await r.keysOf(OLD), await r.keysOf(YOUNG)], [1, 1]);
  await r.droppedAgo('25 h');
  await r.round();
  assert.deepEqual([await r.keysOf(OLD), await r.keysOf(YOUNG)], [0, 1]);
});
