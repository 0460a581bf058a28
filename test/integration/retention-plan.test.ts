// How much retention reads: what is checked is how Postgres goes about it, not how long it takes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createPool } from '@hopline/postgres/pool';
import { cancelPending, FIRST_PLACE, hasOpen } from '@hopline/postgres/retention/cancel-open';
import { countKeyPages, purgeKeys } from '@hopline/postgres/retention/purge-keys';
import { inReverse } from '../support/cleanup.ts';
import { OLD, retentionFixture, times, YOUNG } from '../support/retention.ts';

const fixture = inReverse({ after });
const r = await retentionFixture(fixture);
// One connection: Postgres tells of a session's reads when that session is asked to.
const pool = createPool({ databaseUrl: r.url, size: 1, applicationName: 'test', onIdleError: () => {} });
fixture.after(() => pool.end());
await r.store(YOUNG, times(20_000, 'pending'));
await r.store(OLD, [...times(20_000, 'succeeded'), ...times(5000, 'pending')]);
await pool.query('analyze deliveries, event_keys');

/** How many rows of this table, and of its parts, are read by `work`. */
async function reads(table: string, work: () => Promise<unknown>): Promise<number> {
  const count = async () => {
    await pool.query('select pg_stat_force_next_flush()');
    const { rows } = await pool.query(
      `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
         from pg_stat_user_tables where relname like $1 || '%'`,
      [table],
    );
    return rows[0]?.n as number;
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

test('a page of the open deliveries is cancelled without reading the others', async () => {
  let place = FIRST_PLACE;
  // Often enough for a prepared statement to get a plan for all days.
  for (let n = 1; n <= 8; n += 1) {
    const read = await reads('deliveries', async () => {
      const page = await cancelPending(pool, OLD, place, 500);
      assert.deepEqual([page?.cancelled, typeof page?.next], [500, 'object']);
      place = page?.next ?? place;
    });
    assert.ok(read < 3000, `${read} rows were read for page ${n} of 500`);
  }
});

test('whether anything is open is found out without reading what is not', async () => {
  const readWhile = (open: boolean) =>
    reads('deliveries', async () => assert.equal(await hasOpen(pool, OLD), open));
  assert.ok((await readWhile(true)) < 100);
  await cancelPending(pool, OLD, FIRST_PLACE, 5000);
  const read = await readWhile(false);
  assert.ok(read < 100, `${read} rows were read to find none`);
});

test('a step through the keys reads its own pages alone', async () => {
  const pages = await countKeyPages(pool);
  assert.ok(pages > 200, `${pages} pages`);
  let purged = 0;
  for (let from = 0; from < pages; from += 20) {
    const read = await reads('event_keys', async () => {
      purged += (await purgeKeys(pool, OLD, { from, count: 20 })) ?? Number.NaN;
    });
    assert.ok(read < 20 * 250, `${read} keys were read on 20 pages`);
  }
  assert.equal(purged, 25_000);
  assert.equal(await r.keysOf(YOUNG), 20_000);
});
