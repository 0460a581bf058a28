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

/**
 * What `work` gives, and how many rows of this table, and of its parts, it reads. It may give way, as retention's
 * statements do when they take long: then it is done again.
 */
async function reads<T>(
  table: string,
  work: () => Promise<T | undefined>,
): Promise<{ result: T; rows: number }> {
  const count = async () => {
    await pool.query('select pg_stat_force_next_flush()');
    const { rows } = await pool.query(
      `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
         from pg_stat_user_tables where relname like $1 || '%'`,
      [table],
    );
    return rows[0]?.n as number;
  };
  for (let tries = 1; ; tries += 1) {
    const before = await count();
    const result = await work();
    if (result !== undefined) return { result, rows: (await count()) - before };
    assert.ok(tries < 20, 'it gives way for ever');
  }
}

test('a page of the open deliveries is cancelled without reading the others', async () => {
  let place = FIRST_PLACE;
  // Often enough for a prepared statement to get a plan for all days.
  for (let n = 1; n <= 8; n += 1) {
    const { result: page, rows } = await reads('deliveries', () => cancelPending(pool, OLD, place, 500));
    assert.deepEqual([page.cancelled, typeof page.next], [500, 'object']);
    place = page.next ?? place;
    assert.ok(rows < 3000, `${rows} rows were read for page ${n} of 500`);
  }
});

test('whether anything is open is found out without reading what is not', async () => {
  const ask = () => reads('deliveries', () => hasOpen(pool, OLD));
  const before = await ask();
  assert.equal(before.result, true);
  assert.ok(before.rows < 100, `${before.rows} rows were read to find one`);
  await reads('deliveries', () => cancelPending(pool, OLD, FIRST_PLACE, 5000));
  const after = await ask();
  assert.equal(after.result, false);
  assert.ok(after.rows < 100, `${after.rows} rows were read to find none`);
});

test('a step through the keys reads its own pages alone', async () => {
  const pages = await countKeyPages(pool);
  assert.ok(pages > 200, `${pages} pages`);
  let purged = 0;
  for (let from = 0; from < pages; from += 20) {
    const { result, rows } = await reads('event_keys', () => purgeKeys(pool, OLD, { from, count: 20 }));
    purged += result;
    assert.ok(rows < 20 * 250, `${rows} keys were read on 20 pages`);
  }
  assert.equal(purged, 25_000);
  assert.equal(await r.keysOf(YOUNG), 20_000);
});
