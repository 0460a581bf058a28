// What is asked of an organization's keys reads few of them, however many it has had.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listKeys } from '@hopline/postgres/keys/list-keys';
import { refuseMaking } from '@hopline/postgres/keys/refuse-making';
import { createDatabase } from '../support/database.ts';

test('valid keys are counted, and pages listed, by indexes of their own', async (t) => {
  const { pool } = await createDatabase(t);
  const organizationId = '0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';
  await pool.query(`insert into organizations (id, name, tier) values ($1, 'a', 'free')`, [organizationId]);
  await pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check, created_at, revoked_at)
     select 'filler' || lpad(n::text, 10, '0'), $1, 'x', 0, now() - make_interval(secs => n), case when n > 9 then now() end
       from generate_series(1, 20000) n`,
    [organizationId],
  );
  await pool.query('analyze api_keys');
  /** The plan of the statement that `ask` sends. */
  const planOf = async (ask: (db: Parameters<typeof listKeys>[0]) => Promise<unknown>) => {
    const plans: string[] = [];
    const query = async (text: string, values: unknown[]) => {
      const { rows } = await pool.query(`explain ${text}`, values);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return await pool.query(text, values);
    };
    await ask({ query } as unknown as typeof pool);
    return plans.join('\n');
  };
  const count = await planOf((db) => refuseMaking(db, { organizationId, makerId: undefined, limit: 100 }));
  assert.match(count, /using api_keys_valid/i);
  assert.doesNotMatch(count, /Seq Scan on api_keys/);
  const page = await planOf((db) => listKeys(db, organizationId, { limit: 50, after: undefined }));
  assert.match(page, /Index Scan using api_keys_list/);
  assert.doesNotMatch(page, /Sort/);
});
