// What a new owner of partitions begins with must cost as much as there is to do, not as much as there are endpoints.
// What is checked is how many pages of its tables Postgres touches, not how long it takes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FIND_DUE_ENDPOINTS } from '@hopline/postgres/deliveries/find-due-endpoints';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { createPool } from '@hopline/postgres/pool';
import { eventDay } from '@hopline/wire/event';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { addOrganization } from '../support/deliveries.ts';

const DAYS = Array.from({ length: 5 }, (_, i) => eventDay(Date.now() - i * 86_400_000));
const DUE = 20;

const fixture = inReverse({ after });
const database = await createDatabase(fixture);
// One connection: a prepared statement and its planner's settings belong to a session.
const pool = createPool({
  databaseUrl: database.url,
  size: 1,
  applicationName: 'test',
  onIdleError: () => {},
});
fixture.after(() => pool.end());
const organizationId = await addOrganization(pool);
await ensureDays(pool, DAYS);

async function addEndpoints(count: number, columns: { paused: boolean }): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash, paused)
     select gen_random_uuid(), $1, 'https://example.com', '{*}', 'whsec_', (random() * 2147483647)::int, $2
       from generate_series(1, $3)
     returning id`,
    [organizationId, columns.paused, count],
  );
  return rows.map(({ id }) => id);
}

async function addDeliveries(endpointIds: string[], state: string, count: number): Promise<void> {
  for (const day of DAYS) {
    await pool.query(
      `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, next_attempt_at)
       select $1, gen_random_uuid(), gen_random_uuid(), endpoint_id, $2, $3, now() - interval '1 hour'
         from unnest($4::uuid[]) as given (endpoint_id), generate_series(1, $5)`,
      [day, organizationId, state, endpointIds, count],
    );
  }
}

/** How many pages of tables and indexes are touched to find what is due, and how many endpoints that is. */
async function look(mode: string): Promise<{ pages: number; due: number }> {
  await pool.query(`set plan_cache_mode = ${mode}`);
  await pool.query(`prepare look (uuid, int, int, int[], float8) as ${FIND_DUE_ENDPOINTS}`);
  const call = `execute look ('${FIRST_PAGE}', 500, 12, '{0,1,2,3,4,5}', 5000)`;
  const found = await pool.query<{ isDue: boolean }>(call);
  const { rows } = await pool.query(`explain (analyze, buffers, format json) ${call}`);
  await pool.query('deallocate look');
  await pool.query('reset plan_cache_mode');
  const plan = rows[0]['QUERY PLAN'][0].Plan;
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  return { pages, due: found.rows.filter(({ isDue }) => isDue).length };
}

for (const mode of ['force_custom_plan', 'force_generic_plan']) {
  test(`twenty thousand more endpoints without anything due cost nothing (${mode})`, async () => {
    await pool.query('truncate endpoints, deliveries cascade');
    await addDeliveries(await addEndpoints(DUE, { paused: false }), 'pending', 3);
    await addDeliveries(await addEndpoints(1, { paused: true }), 'pending', 10_000);
    await pool.query('vacuum analyze endpoints, deliveries');
    const few = await look(mode);
    assert.ok(few.due > 0 && few.due < DUE, `${few.due} of ${DUE} in half of the partitions`);

    await addDeliveries(await addEndpoints(20_000, { paused: false }), 'succeeded', 1);
    await pool.query('vacuum analyze endpoints, deliveries');
    const many = await look(mode);
    assert.equal(many.due, few.due);
    // The endpoints' own index is a level deeper now.
    assert.ok(many.pages < 1.5 * few.pages, `${many.pages} pages after ${few.pages}`);
  });
}
