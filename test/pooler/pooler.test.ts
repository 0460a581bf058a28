// PgBouncer in transaction mode, with fewer connections to Postgres than its clients have to it: the whole system through it, and
// what a pool of ours leaves behind on it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { createPool, type Pool, type PoolOptions } from '@hopline/postgres/pool';
import { inPipelinedTransaction, inTransaction } from '@hopline/postgres/transaction';
import { CHILD_ENV } from '../support/child-env.ts';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase, requiredEnv, type TestDatabase } from '../support/database.ts';
import { makeTenant, type SystemTenant } from '../support/first-tenant.ts';
import { type PgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { daysAgo } from '../support/retention.ts';
import { readMetric } from '../support/scrape.ts';
import { startSystem, type TestSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '..', '..');
/** The turns of the sweeper, of retention and of replays hold one each for as long as they last. */
const POOL_SIZE = 8;
const EVENTS = 200;
/** Over EVENT_RETENTION. */
const OLD = daysAgo(12);

describe('the whole system through PgBouncer in transaction mode', () => {
  let database: TestDatabase;
  let bouncer: PgBouncer;
  let system: TestSystem;
  let tenant: SystemTenant;
  let receiver: Receiver;
  let env: Record<string, string>;
  const ids: string[] = [];
  let end: () => unknown = () => {};
  const suite: Cleanup = inReverse({ after: (task) => (end = task) });
  before(async () => {
    bouncer = await startPgBouncer(suite, requiredEnv('TEST_DATABASE_ADMIN_URL'), POOL_SIZE);
    database = await createDatabase(suite);
    receiver = await startReceiver(suite);
    env = {
      DATABASE_URL: bouncer.url(database.url),
      DATABASE_POOLER: 'transaction',
      DATABASE_LISTEN_URL: database.url,
    };
    const times = { EVENT_RETENTION: '8d', RETENTION_INTERVAL: '1s', REPLAY_INTERVAL: '1s' };
    system = await startSystem(suite, { ...env, ...times }, { database });
    tenant = await makeTenant(system, receiver.url);
  });
  after(() => end());

  const delivered = (times: number) => () => ids.every((id) => receiver.byId(id).length >= times);

  test('events are accepted, stored once and delivered once', async () => {
    ids.push(...(await Promise.all(Array.from({ length: EVENTS }, (_, n) => tenant.post({ n })))));
    await until('all were delivered', delivered(1));
    const { rows } = await database.pool.query('select count(*)::int as n from events');
    assert.deepEqual([rows[0].n, receiver.received.length], [EVENTS, EVENTS]);
    await until('the results are written', async () => {
      const states = await database.pool.query("select from deliveries where state <> 'succeeded'");
      return states.rowCount === 0;
    });
  });

  test('Postgres has seen no more connections than PgBouncer may make, and one that listens', async () => {
    const { rows } = await database.pool.query(
      `select count(*) filter (where application_name <> 'hopline-api-listener')::int as pooled, count(*)::int as all
         from pg_stat_activity
        where datname = current_database() and application_name <> 'hopline-test' and backend_type = 'client backend'`,
    );
    assert.ok(rows[0].pooled > 0 && rows[0].pooled <= POOL_SIZE, `${rows[0].pooled} connections`);
    assert.equal(rows[0].all - rows[0].pooled, 1);
    const pools = await bouncer.ask<{ database: string; cl_active: string }>('show pools');
    const ours = pools.filter((pool) => env.DATABASE_URL?.endsWith(`/${pool.database}`));
    assert.ok(ours.length > 0, 'nobody came through it');
  });

  test('every service compares its clock with that of Postgres', async () => {
    for (const name of ['api', 'persist', 'deliver'] as const) {
      const read = () => readMetric(system.service(name).url, 'clock_offset_seconds');
      await until(`${name} knows`, async () => (await read()) !== undefined);
    }
  });

  test('a replay posts again what it is asked for', async () => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const asked = await tenant.ask('POST', '/api/replays', { select: 'all', from, rate: 1000 });
    assert.ok(asked.ok, await asked.text());
    await until('all were delivered again', delivered(2));
  });

  test('the sweeper finds what is due and was woken by nobody', async () => {
    await until('the results are written', async () => {
      const states = await database.pool.query("select from deliveries where state <> 'succeeded'");
      return states.rowCount === 0;
    });
    const [id = ''] = ids;
    const before = receiver.byId(id).length;
    await database.pool.query(
      `update deliveries set state = 'pending', reason = null, ended_at = null, succeeded_at = null,
              version = version + 1, next_attempt_at = now() - interval '1 minute'
        where event_id = $1`,
      [id],
    );
    await until('it was posted again', () => receiver.byId(id).length > before);
  });

  test('retention drops a day that is over', async () => {
    await ensureDays(database.pool, [OLD]);
    await until('its tables are gone', async () => {
      const { rows } = await database.pool.query('select to_regclass($1) as found', [
        `events_${OLD.replaceAll('-', '')}`,
      ]);
      return rows[0].found === null;
    });
  });

  test('a command reads through it', async () => {
    const child = spawn(process.execPath, [join(root, 'services/persist/src/reconcile/main.ts'), '--json'], {
      env: { ...CHILD_ENV, ...env, KAFKA_BROKERS: system.kafka.brokers.join(',') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    const [code] = await once(child, 'close');
    assert.equal(code, 0, output);
    assert.equal(JSON.parse(output).holds, true);
  });

  // A process keeps what it knows of a key for five minutes, unless Postgres tells it of a change.
  test('a revoked key is refused soon', async () => {
    const of = await makeTenant(system, receiver.url);
    await of.post({});
    const revoked = await of.revoke();
    assert.ok(revoked.ok, await revoked.text());
    await until('it is refused', async () => (await of.ask('GET', '/api/endpoints')).status === 401, 30_000);
  });

  describe('a pool', () => {
    const openPool = (t: Cleanup, options: Partial<PoolOptions> = {}): Pool => {
      const pool = createPool({
        databaseUrl: env.DATABASE_URL ?? '',
        pooler: 'transaction',
        size: 4,
        applicationName: 'hopline-test',
        onIdleError: () => {},
        ...options,
      });
      t.after(() => pool.end());
      return pool;
    };
    const setting = "select current_setting('enable_seqscan') as value";
    const valueIn = (rows: { value: string }[]) => rows[0]?.value;

    test('has its settings in every statement and transaction, and leaves none of them behind', async (t) => {
      const pool = openPool(t, { serverSettings: { enable_seqscan: 'off' } });
      const other = openPool(t);
      assert.equal(valueIn((await pool.query(setting)).rows), 'off');
      const within = await inTransaction(pool, async (client) => (await client.query(setting)).rows);
      assert.equal(valueIn(within), 'off');
      const pipelined = await inPipelinedTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query(setting);
        await transaction.commit();
        return rows;
      });
      assert.equal(valueIn(pipelined), 'off');
      // As many as PgBouncer has connections, and more.
      const all = Array.from({ length: 40 }, (_, n) => (n % 2 ? pool : other).query(setting));
      for (const [n, { rows }] of (await Promise.all(all)).entries())
        assert.equal(valueIn(rows), n % 2 ? 'off' : 'on');
    });

    test('ends a statement that takes too long, on the server', async (t) => {
      const pool = openPool(t, { statementTimeoutMs: 1000 });
      await assert.rejects(pool.query('select pg_sleep(30)'), { code: '57014' });
      assert.equal(valueIn((await pool.query(setting)).rows), 'on');
    });

    test('that does not know of the pooler is refused by it, with a word that the documentation explains', async (t) => {
      const pool = openPool(t, { pooler: 'none' });
      await assert.rejects(pool.query('select 1'), /unsupported startup parameter/);
    });

    test('prepares nothing by name', async (t) => {
      const pool = openPool(t);
      const named = (n: number) => pool.query({ name: 'a-name', text: 'select $1::int as n', values: [n] });
      const rows = await Promise.all(Array.from({ length: 40 }, (_, n) => named(n)));
      assert.deepEqual(
        rows.map((answer) => answer.rows[0].n),
        rows.map((_, n) => n),
      );
      const { rows: left } = await pool.query("select name from pg_prepared_statements where name <> ''");
      assert.deepEqual(left, []);
    });

    test('does not go on behind a statement that failed, and says why', async (t) => {
      const pool = openPool(t);
      await assert.rejects(pool.query('select 1 / $1::int', [0]), { code: '22012' });
      await assert.rejects(
        inTransaction(pool, async (client) => {
          await client.query('create table half_done (n int)');
          await client.query('select 1 / 0');
        }),
        { code: '22012' },
      );
      const { rows } = await pool.query("select to_regclass('half_done') as found");
      assert.equal(rows[0].found, null);
    });
  });
});
