// The migration of the books on a database that has deliveries already.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { createDatabase } from '../support/database.ts';

const MIGRATION = join(import.meta.dirname, '../../packages/postgres/migrations/0004_books.sql');

test('deliveries that are there get the hour in which they were made, later ones the one that is now', async (t) => {
  const { pool } = await createDatabase(t);
  // As it was before.
  await pool.query('drop index deliveries_books');
  await pool.query('alter table deliveries drop column hour');
  await pool.query('alter table event_keys drop column conflicts, drop column last_conflict_at');
  await pool.query('alter table ledger drop column conflicts');
  await ensureDays(pool, ['2026-03-01']);
  const add = (columns: string, values: string) =>
    pool.query(
      `insert into deliveries (day, id, event_id, endpoint_id, organization_id${columns})
       values ('2026-03-01', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()${values})`,
    );
  await add(', created_at', `, '2026-03-01T23:59:59.999Z'`);
  await add(', created_at', `, '2026-03-02T00:00:00Z'`);

  for (const statement of readFileSync(MIGRATION, 'utf8').split('--> statement-breakpoint')) {
    await pool.query(statement);
  }
  await add('', '');
  const { rows } = await pool.query<{ hour: Date; created_at: Date }>(
    'select hour, created_at from deliveries order by created_at',
  );
  const hours = rows.map(({ hour }) => hour.toISOString());
  assert.deepEqual(hours.slice(0, 2), ['2026-03-01T23:00:00.000Z', '2026-03-02T00:00:00.000Z']);
  assert.equal(hours[2]?.slice(14), '00:00.000Z');
  assert.equal(hours[2]?.slice(0, 13), rows[2]?.created_at.toISOString().slice(0, 13));
});
