// An api over deliveries that are in Postgres already.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import { type GivenEvent, storeInboxEvents } from '../support/inbox-events.ts';
import { insertEndpoint } from '../support/tenants.ts';
import { wholePage } from '../support/whole-page.ts';
import { type ApiFixture, call, createTenant, startApi } from './api-fixture.ts';

export interface Listed {
  readonly id: string;
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly state: DeliveryState;
  readonly attempts: readonly { readonly number: number }[];
}

export async function addTenant({ url, database }: Pick<ApiFixture, 'url' | 'database'>) {
  const { pool } = database;
  const { apiKey: key, organizationId } = await createTenant(url);
  const endpoint = async () => (await insertEndpoint(pool, organizationId)).id;
  const endpointId = await endpoint();
  /** Stores events and gives their ids; each delivery goes to the endpoint. */
  const store = async (events: readonly GivenEvent[], to = endpointId) => {
    const ids = await storeInboxEvents(pool, { organizationId, endpointId: to }, events);
    await pool.query(
      `insert into event_keys (event_id, day, content_hash) select id, day, '' from events on conflict do nothing`,
    );
    return ids;
  };
  const ask = (path: string) => call(url + path, 'GET', { key });
  /** A page that may have ended for lack of time: with fewer than there are, and a cursor. */
  const page = async (query: string) => {
    const { status, text, json } = await ask(`/api/deliveries?${query}`);
    assert.equal(status, 200, text);
    return json as { deliveries: readonly Listed[]; next_cursor: string | null };
  };
  /** All that a page has, and where more pages were needed for it, what they have. */
  const list = async (query = '') => {
    const { rows, next } = await wholePage<Listed>(ask, `/api/deliveries?${query}`, 'deliveries');
    return { deliveries: rows, next };
  };
  const retry = (id: string) => call(`${url}/api/deliveries/${id}/retry`, 'POST', { key });
  const deliveryOf = async (eventId: string | undefined) => {
    const { rows } = await pool.query<{ id: string; day: string }>(
      'select id, day from deliveries where event_id = $1',
      [eventId],
    );
    return rows[0] ?? { id: '', day: '' };
  };
  return { key, organizationId, endpointId, endpoint, store, page, list, retry, deliveryOf };
}

export async function prepare(t: TestContext) {
  const api = await startApi(t);
  return { api, pool: api.database.pool, ...(await addTenant(api)) };
}

/** A time of January 2026. */
export const at = (day: number, second: number) =>
  new Date(Date.UTC(2026, 0, day, 12, 0, second)).toISOString();
