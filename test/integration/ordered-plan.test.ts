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
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

async function explain(mode: string, text: string, values: readonly unknown[]): Promise<Plan> {
  const client = await pool.connect();
  try {
    await client.query(`set plan_cache_mode = ${mode}`);
    await client.query('begin');
    await client.query({ name: 'warm', text, values: [...values] });
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, [...values]);
    return rows[0]['QUERY PLAN'][0].Plan;
  } finally {
    await client.query('rollback');
    await client.query('deallocate all');
    await client.query('reset plan_cache_mode');
    client.release();
  }
}

const pagesOf = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** What a function sends, without having it done. */
async function sentBy(
  call: (db: Queryable) => Promise<unknown>,
): Promise<{ text: string; values: unknown[] }> {
  let sent: { text: string; values: unknown[] } | undefined;
  const query = async (config: { text: string; values: unknown[] }) => {
    sent = config;
    return { rows: [] };
  };
  await call({ query } as unknown as Queryable);
  assert.ok(sent);
  return sent;
}

async function fill(rows: readonly InOrder[]): Promise<void> {
  const endpoint = await addOrderedEndpoint(pool, { organizationId });
  await addInOrder(pool, endpoint, rows);
}

const heads = Array.from({ length: KEYS }, (_, i) => ({ key: `k${i}`, offset: 1000 }));

for (const mode of MODES) {
  test(`a key costs a look, however many rows wait behind its head and are over in front of it (${mode})`, async () => {
    await pool.query('truncate endpoints, deliveries, events cascade');
    const endpoint = await addOrderedEndpoint(pool, { organizationId });
    const rows = await addInOrder(pool, endpoint, heads);
    await pool.query('vacuum analyze endpoints, deliveries, events');
    const few = await look(mode, endpoint, rows[0]?.id ?? '');

    // Thousands behind one key, in all days; as many that are over; dead ones of others; and rows without order.
    for (const day of DAYS) {
      await addInOrder(
        pool,
        endpoint,
        Array.from({ length: 2000 }, (_, i) => ({ key: 'k0', offset: 2000 + i, day })),
      );
      const over = Array.from({ length: 2000 }, (_, i) => ({ key: 'k1', offset: i % 1000, day }));
      await addInOrder(
        pool,
        endpoint,
        over.map((row) => ({ ...row, state: 'succeeded' as const })),
      );
      await fill(over.map((row) => ({ ...row, state: 'dead' as const })));
    }
    await pool.query('vacuum analyze endpoints, deliveries, events');
    const many = await look(mode, endpoint, rows[0]?.id ?? '');
    for (const [what, pages] of Object.entries(many)) {
      const before = few[what as keyof typeof few];
      // The indexes are a level or two deeper now.
      assert.ok(pages <= 4 * before + 20, `${what}: ${pages} pages after ${before}`);
    }
  });

  test(`a claim of what has no order looks at no other row (${mode})`, async () => {
    const plain = await addEndpoint(pool, { organizationId, url: 'https://example.com' });
    assert.ok(plain);
    const { text, values } = await sentBy((db) =>
      claimDeliveries(db, DAY, [{ id: plain.id, version: 1 }], 1000),
    );
    const indexes = nodesOf(await explain(mode, text, values)).flatMap((node) => node['Index Name'] ?? []);
    assert.deepEqual(
      indexes.filter((name) => /order/.test(name)),
      [],
    );
  });
}

async function look(mode: string, endpoint: TestEndpoint, id: string) {
  const walk = await explain(mode, READ_HEADS, [5000, [endpoint.id], [''], 500]);
  const single = await explain(mode, READ_HEADS_OF_KEYS, [
    ...[5000, [endpoint.id, endpoint.id], ['k0', 'k1']],
    ...[[DAY], [id]],
  ]);
  const sent = await sentBy((db) => claimInOrder(db, DAY, [{ id, version: 1 }], 1000));
  const claim = await explain(mode, sent.text, sent.values);
  for (const plan of [walk, single, claim]) {
    const scans = nodesOf(plan).filter(
      (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name']?.startsWith('deliveries'),
    );
    assert.deepEqual(scans, []);
  }
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
