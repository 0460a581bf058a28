// The deliveries of a reconciliation are counted when they are asked for. That is quick because the index alone is read,
// and in it only the organization's hours; what is checked is the plan and the pages that it touches, not the time.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { COUNT_BY_HOUR, countByHour } from '@hopline/postgres/books/count-by-hour';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { createPool } from '@hopline/postgres/pool';
import { uuidV7 } from '@hopline/wire/uuid';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';

const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
const PER_DAY = 25_000;
const RANGE = { from: new Date('2026-03-02T00:00:00Z'), to: new Date('2026-03-04T00:00:00Z') };

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
const [organizationId, other] = [uuidV7(), uuidV7()];
await ensureDays(pool, DAYS);
for (const day of DAYS) {
  for (const owner of [organizationId, other]) {
    await pool.query(
      `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason, hour)
       select $1::date, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $2,
              (case i % 4 when 0 then 'pending' when 1 then 'dead' else 'succeeded' end)::delivery_state,
              case i % 4 when 0 then null when 1 then 'exhausted' else 'delivered' end,
              $1::date::timestamp at time zone 'UTC' + i % 24 * interval '1 hour'
         from generate_series(1, $3) as i`,
      [day, owner, PER_DAY],
    );
  }
}
await vacuumed();

/** Vacuums until every page is known to be visible to all: a snapshot of anybody else at that moment keeps some out. */
async function vacuumed(): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; ) {
    await pool.query('vacuum analyze deliveries');
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class where oid in (select inhrelid from pg_inherits where inhparent = 'deliveries'::regclass)
          and relallvisible < relpages`,
    );
    if (rows.length === 0) return;
    assert.ok(Date.now() < deadline, `never wholly visible: ${rows.map(({ name }) => name)}`);
    await setTimeout(100);
  }
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Heap Fetches'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

for (const mode of ['force_custom_plan', 'force_generic_plan']) {
  test(`200,000 deliveries of two organizations are counted from the index alone (${mode})`, async () => {
    await pool.query(`set plan_cache_mode = ${mode}`);
    await pool.query('set enable_partitionwise_aggregate = on');
    await pool.query(`prepare books (uuid, timestamptz, timestamptz) as ${COUNT_BY_HOUR}`);
    const { rows } = await pool.query(
      `explain (analyze, buffers, format json)
       execute books ('${organizationId}', '${RANGE.from.toISOString()}', '${RANGE.to.toISOString()}')`,
    );
    await pool.query('deallocate books');
    await pool.query('reset all');
    const plan: Node = rows[0]['QUERY PLAN'][0].Plan;
    const scans = nodesOf(plan).filter((node) => node['Relation Name']?.startsWith('deliveries_'));
    assert.ok(scans.length > 0);
    for (const scan of scans) {
      assert.equal(scan['Node Type'], 'Index Only Scan', scan['Relation Name']);
      assert.match(scan['Index Name'] ?? '', /organization_id_hour_state_reason/);
      assert.equal(scan['Heap Fetches'], 0, 'the table was read');
    }
    // 50,000 rows: some 8 bytes each, as entries that are alike are folded; in the table they take 12 times as much.
    const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    assert.ok(pages < 150, `${pages} pages`);
  });
}

test('and counted right', async () => {
  const { deliveries, records } = await countByHour(pool, organizationId, RANGE);
  assert.deepEqual(records, []);
  const sum = (state: string) =>
    deliveries.filter((one) => one.state === state).reduce((total, { count }) => total + count, 0);
  assert.deepEqual([sum('pending'), sum('dead'), sum('succeeded')], [12_500, 12_500, 25_000]);
  assert.equal(new Set(deliveries.map(({ hour }) => hour.getTime())).size, 48);
});

test('they are planned for the hours that are asked for, however often: a plan that is kept counts a month six times as slowly', async () => {
  for (let time = 0; time < 10; time += 1) await countByHour(pool, organizationId, RANGE);
  const { rows } = await pool.query(
    `select statement from pg_prepared_statements where statement like '%ledger%'`,
  );
  assert.deepEqual(rows, []);
});
