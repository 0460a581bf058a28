// The sweeper beside a backlog: two hundred thousand pending deliveries of a paused endpoint, over several days, must not
// delay the repair of one orphan elsewhere. What is checked is how Postgres goes about it, not how long it takes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { readDueOfEvents } from '@hopline/postgres/persist/read-due-of-events';
import { createPool } from '@hopline/postgres/pool';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { expireLeases } from '@hopline/postgres/sweeper/expire-leases';
import { findUnpublishedDead } from '@hopline/postgres/sweeper/find-unpublished-dead';
import {
  SCAN_WAITING_ENDPOINTS,
  scanWaitingEndpoints,
} from '@hopline/postgres/sweeper/scan-waiting-endpoints';
import { eventDay } from '@hopline/wire/event';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { addEndpoint, addOrganization } from '../support/deliveries.ts';

const DAYS = Array.from({ length: 5 }, (_, i) => eventDay(Date.now() - i * 86_400_000));
const A_DAY = 40_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

/** The rows that a plan took from the deliveries, by the way it took them. */
function rowsRead(node: PlanNode, read = new Map<string, number>()): Map<string, number> {
  if (node['Relation Name']?.startsWith('deliveries_')) {
    const rows = node['Actual Rows'] * node['Actual Loops'];
    if (node['Actual Loops'] > 0) read.set(node['Node Type'], (read.get(node['Node Type']) ?? 0) + rows);
  }
  for (const child of node.Plans ?? []) rowsRead(child, read);
  return read;
}

const fixture = inReverse({ after });
const database = await createDatabase(fixture);
// One connection: Postgres tells of a session's reads when that session is asked to.
const pool = createPool({
  databaseUrl: database.url,
  size: 1,
  applicationName: 'test',
  onIdleError: () => {},
});
fixture.after(() => pool.end());
const organizationId = await addOrganization(pool);
const held = await addEndpoint(pool, { organizationId, url: 'https://example.com', paused: true });
const orphan = await addEndpoint(pool, { organizationId, url: 'https://example.com' });
await ensureDays(pool, DAYS);
for (const day of DAYS) {
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at)
     select $1, gen_random_uuid(), gen_random_uuid(), $2, $3, now() - interval '1 hour' from generate_series(1, $4)`,
    [day, held.id, organizationId, A_DAY],
  );
}
await add('pending', {}, 1);
await pool.query('analyze deliveries');

async function add(state: string, columns: Record<string, string>, count: number): Promise<string[]> {
  const names = Object.keys(columns).map((name) => `, ${name}`);
  const values = Object.values(columns).map((value) => `, ${value}`);
  const { rows } = await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, next_attempt_at ${names.join('')})
       select $1, gen_random_uuid(), gen_random_uuid(), $2, $3, '${state}', now() - interval '1 hour' ${values.join('')}
         from generate_series(1, $4)
       returning event_id`,
    [DAYS[1], orphan.id, orphan.organizationId, count],
  );
  return rows.map((row) => row.event_id);
}

/** How many rows and index entries of deliveries are read by `work`. */
async function reads(work: () => Promise<unknown>): Promise<{ bySequence: number; byIndex: number }> {
  const before = await readCounts();
  await work();
  const after = await readCounts();
  return { bySequence: after.bySequence - before.bySequence, byIndex: after.byIndex - before.byIndex };
}

async function readCounts() {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query(
    `select sum(seq_tup_read)::int as "bySequence", sum(idx_tup_fetch)::int as "byIndex"
         from pg_stat_user_tables where relname like 'deliveries\\_%'`,
  );
  return rows[0] as { bySequence: number; byIndex: number };
}

for (const mode of ['force_custom_plan', 'force_generic_plan']) {
  test(`goes from endpoint to endpoint along the index (${mode})`, async () => {
    await pool.query(`set plan_cache_mode = ${mode}`);
    await pool.query('prepare scan (uuid, int, float8) as '.concat(SCAN_WAITING_ENDPOINTS));
    const { rows } = await pool.query(
      `explain (analyze, format json) execute scan ('${FIRST_PAGE}', 500, 60)`,
    );
    await pool.query('deallocate scan');
    await pool.query('reset plan_cache_mode');
    const read = rowsRead(rows[0]['QUERY PLAN'][0].Plan);
    for (const way of read.keys()) assert.match(way, /^Index (Only )?Scan$/);
    const total = [...read.values()].reduce((sum, rowCount) => sum + rowCount, 0);
    assert.ok(total > 0 && total < 100, `${total} rows were read to find two endpoints`);
  });
}

test('finds the orphan and not the endpoint that is held', async () => {
  const page = await scanWaitingEndpoints(pool, {
    ...{ after: FIRST_PAGE, size: 500 },
    ...{ overdueMs: 60_000, unavailableMs: 86_400_000 },
  });
  assert.deepEqual(page, {
    overdue: [{ endpointId: orphan.id, organizationId: orphan.organizationId }],
    deleted: [],
    unavailable: [],
    after: undefined,
  });
});

test('takes back leases without reading the backlog', async () => {
  await add('sending', { lease_until: `now() - interval '1 minute'` }, 700);
  const read = await reads(async () => assert.equal((await expireLeases(pool, 500)).length, 500));
  assert.ok(read.bySequence + read.byIndex < 5000, JSON.stringify(read));
});

test('finds dead letters to publish without reading the backlog', async () => {
  await add('dead', { ended_at: `now() - interval '2 minutes'`, reason: `'exhausted'` }, 700);
  const read = await reads(async () =>
    assert.equal((await findUnpublishedDead(pool, 60_000, 500)).length, 500),
  );
  assert.ok(read.bySequence + read.byIndex < 5000, JSON.stringify(read));
});

test('the deliveries of events that are read again are found without reading the backlog', async () => {
  const eventIds = await add('pending', {}, 500);
  await pool.query(
    `insert into event_keys (event_id, day, content_hash) select id, $2, '' from unnest($1::uuid[]) as given (id)`,
    [eventIds, DAYS[1]],
  );
  const read = await reads(async () =>
    assert.equal((await readDueOfEvents(pool, eventIds)).length, eventIds.length),
  );
  assert.ok(read.bySequence + read.byIndex < 5000, JSON.stringify(read));
});

test('cancels the backlog of a deleted endpoint a page at a time without reading the rest of it', async () => {
  await pool.query('update endpoints set deleted_at = now() where id = $1', [held.id]);
  const read = await reads(async () => assert.equal(await cancelDeleted(pool, [held.id], 500), 500));
  assert.ok(read.bySequence + read.byIndex < 5000, JSON.stringify(read));
});
