// What the API says of an event that is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropDayTable } from '@hopline/postgres/retention/drop-day-table';
import { purgeKeys } from '@hopline/postgres/retention/purge-keys';
import { uuidV7 } from '@hopline/wire/uuid';
import { storeEvent } from '../support/store-event.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

test('an event that was dropped is gone, for its own organization, as long as its key is kept', async (t) => {
  const { url, database } = await startApi(t);
  const [tenant, other] = [await createTenant(url), await createTenant(url)];
  const id = uuidV7();
  await storeEvent(database.pool, { id, organizationId: tenant.organizationId, payload: '{}' });
  const ask = async (key: string) => {
    const { status, json } = await call(`${url}/api/events/${id}`, 'GET', { key });
    return [status, json.code];
  };
  assert.deepEqual(await ask(tenant.apiKey), [200, undefined]);

  // In the order of retention, which may give way in between for hours.
  for (const table of ['deliveries', 'events'] as const) {
    await until(`${table} is dropped`, () => dropDayTable(database.pool, table, '2026-01-02'));
    assert.deepEqual(await ask(tenant.apiKey), [410, 'HPL_EVENT_EXPIRED']);
  }
  assert.deepEqual(await ask(other.apiKey), [404, 'HPL_EVENT_NOT_STORED']);

  const purge = () => purgeKeys(database.pool, '2026-01-02', { from: 0, count: 1000 });
  assert.equal(await until('its key is purged', purge), 1);
  assert.deepEqual(await ask(tenant.apiKey), [404, 'HPL_EVENT_NOT_STORED']);
});

test('the inbox no longer lists a day whose deliveries are gone: its events would look as if nobody had wanted them', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const id = uuidV7();
  await storeEvent(database.pool, { id, organizationId, payload: '{}' });
  const list = async (query: string) => {
    const { json } = await call(`${url}/api/inbox${query}`, 'GET', { key });
    return [(json.events as { id: string }[]).map((event) => event.id), json.next_cursor];
  };
  assert.deepEqual(await list('?delivered=never'), [[id], null]);
  assert.equal(await dropDayTable(database.pool, 'deliveries', '2026-01-02'), true);
  assert.deepEqual(await list('?delivered=never'), [[], null]);
  assert.deepEqual(await list(''), [[], null]);
});
