// What it costs to find and to claim the head of a key: it depends on how many keys are looked at, not on how many rows wait
// behind them, how many are dead, or how much is in other days; and what has no order pays nothing. What is checked is how many pages
// Postgres touches, not how long it takes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { claimDeliveries, claimInOrder } from '@hopline/postgres/deliveries/claim-deliveries';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { READ_HEADS, READ_HEADS_OF_KEYS } from '@hopline/postgres/ordering/read-heads';
import { createPool, type Queryable } from '@hopline/postgres/pool';
import { eventDay } from '@hopline/wire/event';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { addEndpoint, addOrganization, DAY, type TestEndpoint } from '../support/deliveries.ts';
import { addInOrder, addOrderedEndpoint, type InOrder } from '../support/in-order.ts';

const DAYS = Array.from({ length: 5 }, (_, i) => eventDay(Date.parse(DAY) - i * 86_400_000));
const KEYS = 20;
const MODES = ['force_custom_plan', 'force_generic_plan'];

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

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Filter?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

interface Statement {
  readonly text: string;
  /** Of its parameters. */
  readonly types: string;
  /** As SQL. */
  readonly values: string;
}

async function explain(mode: string, { text, types, values }: Statement): Promise<Plan> {
  await pool.query(`set plan_cache_mode = ${mode}`);
  await pool.query(`prepare look (${types}) as ${text}`);
  await pool.query('begin');
  // What is planned and read for the first time is not counted.
  await pool.query(`execute look (${values})`);
  await pool.query('rollback');
  await pool.query('begin');
  const { rows } = await pool.query(`explain (analyze, buffers, format json) execute look (${values})`);
  await pool.query('rollback');
  await pool.query('deallocate look');
  await pool.query('reset plan_cache_mode');
  return rows[0]['QUERY PLAN'][0].Plan;
}

const pagesOf = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The claim of one delivery, as one of the two functions sends it. */
async function claimOf(claim: typeof claimDeliveries, id: string): Promise<Statement> {
  let text = '';
  const query = async (config: { text: string }) => {
    text = config.text;
    return await pool.query(config);
  };
  await claim({ query } as unknown as Queryable, DAY, [], 1000);
  return { text, types: 'date, uuid[], int[], float8', values: `'${DAY}', '{${id}}', '{1}', 1000` };
}

/** In each day so many that wait behind one key, as many of another that are over, and as many dead ones of others. */
async function crowd(endpoint: TestEndpoint, count: number): Promise<void> {
  const other = await addOrderedEndpoint(pool, { organizationId });
  for (const day of DAYS) {
    const rows = (given: Partial<InOrder>) =>
      Array.from({ length: count }, (_, i) => ({ key: 'k0', offset: 2000 + i, day, ...given }));
    await addInOrder(pool, endpoint, rows({}));
    await addInOrder(pool, endpoint, rows({ key: 'k1', offset: 1, state: 'succeeded' }));
    await addInOrder(pool, other, rows({ state: 'dead' }));
  }
  await pool.query('vacuum analyze endpoints, deliveries, events');
}

const heads = Array.from({ length: KEYS }, (_, i) => ({ key: `k${i}`, offset: 1000 }));

for (const mode of MODES) {
  test(`a key costs a look, however many rows wait behind its head and are over in front of it (${mode})`, async () => {
    await pool.query('truncate endpoints, deliveries, events cascade');
    const endpoint = await addOrderedEndpoint(pool, { organizationId });
    const rows = await addInOrder(pool, endpoint, heads);
    await crowd(endpoint, 300);
    const few = await look(mode, endpoint, rows[0]?.id ?? '');
    await crowd(endpoint, 3000);
    const many = await look(mode, endpoint, rows[0]?.id ?? '');
    for (const [what, pages] of Object.entries(many)) {
      const before = few[what as keyof typeof few];
      // The indexes are a level deeper now.
      assert.ok(pages <= 2 * before, `${what}: ${pages} pages after ${before}`);
    }
  });

  test(`a claim of what has no order looks at no other row (${mode})`, async () => {
    const plain = await addEndpoint(pool, { organizationId, url: 'https://example.com' });
    assert.ok(plain);
    const plan = await explain(mode, await claimOf(claimDeliveries, plain.id));
    const indexes = nodesOf(plan).flatMap((node) => node['Index Name'] ?? []);
    assert.deepEqual(
      indexes.filter((name) => /order/.test(name)),
      [],
    );
  });
}

async function look(mode: string, endpoint: TestEndpoint, id: string) {
  const walk = await explain(mode, {
    text: READ_HEADS,
    types: 'float8, uuid[], text[], int',
    values: `5000, '{${endpoint.id}}', array[''], 500`,
  });
  const single = await explain(mode, {
    text: READ_HEADS_OF_KEYS,
    types: 'float8, uuid[], text[], date[], uuid[]',
    values: `5000, '{${endpoint.id}, ${endpoint.id}}', '{k0, k1}', '{${DAY}}', '{${id}}'`,
  });
  const claim = await explain(mode, await claimOf(claimInOrder, id));
  const scanned = [walk, single, claim]
    .flatMap(nodesOf)
    .filter((node) => node['Node Type'] === 'Seq Scan' && node.Filter?.includes('order_key'));
  assert.deepEqual(
    scanned.map((node) => node['Relation Name']),
    [],
  );
  return { walk: pagesOf(walk), single: pagesOf(single), claim: pagesOf(claim) };
}

test('a row without order has no entry in the indexes of the order', async () => {
  await pool.query('truncate endpoints, deliveries, events cascade');
  const endpoint = await addEndpoint(pool, { organizationId, url: 'https://example.com' });
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id)
     select $1, gen_random_uuid(), gen_random_uuid(), $2, $3 from generate_series(1, 1000)`,
    [DAY, endpoint.id, organizationId],
  );
  await pool.query('vacuum analyze deliveries');
  const { rows } = await pool.query<{ entries: number }>(
    `select sum(c.reltuples)::int as entries from pg_class c join pg_index i on i.indexrelid = c.oid
      where c.relkind = 'i' and pg_get_indexdef(c.oid) like '%order_key%'`,
  );
  assert.equal(rows[0]?.entries, 0);
});
