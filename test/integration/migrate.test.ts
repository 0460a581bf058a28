import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { connectAdmin } from '@hopline/kafka/connect';
import { migrateSettings } from '@hopline/migrate/config';
import { migrateAll } from '@hopline/migrate/migrate-all';
import { migrateDatabase } from '@hopline/postgres/migrate';
import * as schema from '@hopline/postgres/schema';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { readAllSchemas } from '@hopline/wire/schema-files';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase, requiredEnv } from '../support/database.ts';
import { until } from '../support/until.ts';

function config(databaseUrl: string, prefix: string, more: Record<string, string> = {}) {
  return loadSettings(migrateSettings, {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: requiredEnv('TEST_KAFKA_BROKERS'),
    TOPIC_PREFIX: prefix,
    REPLICATION_FACTOR: '1',
    MIN_INSYNC_REPLICAS: '1',
    ...more,
  });
}

const log = createLogger('migrate', 'silent');

test('the job can run twice at once and again', async (t) => {
  const { url, pool } = await createDatabase(t);
  const prefix = `t${randomBytes(4).toString('hex')}`;
  await Promise.all([migrateAll(config(url, prefix), log), migrateAll(config(url, prefix), log)]);
  await migrateAll(config(url, prefix), log);
  const { rows } = await pool.query('select subject, version from schemas order by 1, 2');
  assert.deepEqual(
    rows,
    readAllSchemas().map(({ subject, version }) => ({ subject, version })),
  );
  await using admin = await connectAdmin({
    brokers: requiredEnv('TEST_KAFKA_BROKERS').split(','),
    clientId: 'test',
  });
  const [events] = await admin.describe([`${prefix}.events.v1`]);
  assert.equal(events?.partitions, 12);
  assert.match(events?.topicId ?? '', /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
});

test('a migration that meets the lock of somebody at work does not stand in the way, and gets its turn in the end', async (test) => {
  const t = inReverse(test);
  const { url, pool } = await createDatabase(t);
  const holder = await pool.connect();
  t.after(() => holder.release(true));
  await holder.query('begin; lock table migrations in access exclusive mode');
  const waits = async () => {
    const { rows } = await pool.query<{ waits: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database()
          and application_name = 'hopline-migrate' and wait_event_type = 'Lock') as waits`,
    );
    return rows[0]?.waits === true;
  };
  const migrated = migrateDatabase(url);
  await until('it waits', waits);
  await until('it has given up', async () => !(await waits()));
  await until('it tries again', waits);
  await holder.query('commit');
  await migrated;
});

test('a topic with another number of partitions is refused, not changed', async (t) => {
  const { url } = await createDatabase(t);
  const prefix = `t${randomBytes(4).toString('hex')}`;
  await migrateAll(config(url, prefix), log);
  await assert.rejects(migrateAll(config(url, prefix, { EVENTS_PARTITIONS: '13' }), log), /partitions/);
  // Told at once, not after the wait for the other server.
  const started = performance.now();
  const more = { EVENTS_PARTITIONS: '13', MIGRATE_WAIT: '5m' };
  await assert.rejects(
    migrateAll(config('postgres://a:b@127.0.0.1:1/none', prefix, more), log),
    /partitions/,
  );
  assert.ok(performance.now() - started < 60_000);
});

test('a schema that was changed under its version is refused by name, and none is stored', async (t) => {
  const { url, pool } = await createDatabase(t);
  // What an earlier release stored.
  await pool.query(
    "insert into schemas (fingerprint, subject, version, schema) values ('00000000000000aa', 'event', 1, '{}')",
  );
  await assert.rejects(migrateAll(config(url, `t${randomBytes(4).toString('hex')}`), log), {
    code: 'HPL_MIGRATE_SCHEMA_CHANGED',
    message: /event version 1;.* restore schemas\/event\/1\.avsc and put the change into a new version/,
  });
  const { rows } = await pool.query('select subject, fingerprint from schemas');
  assert.deepEqual(rows, [{ subject: 'event', fingerprint: '00000000000000aa' }]);
});

test('a server that does not come up is waited for, then named', async (t) => {
  const { url } = await createDatabase(t);
  const nowhere = config(url, 'nowhere', { KAFKA_BROKERS: '127.0.0.1:1', MIGRATE_WAIT: '500ms' });
  await assert.rejects(migrateAll(nowhere, log), /127\.0\.0\.1:1|broker|Kafka/i);
});

test('schema.ts and the migrations describe the same tables', async (t) => {
  const { pool } = await createDatabase(t);
  const { rows } = await pool.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text || case is_nullable when 'NO' then ' not null' else '' end order by column_name) as columns
     from information_schema.columns where table_schema = 'public' group by table_name`,
  );
  const real = new Map(rows.map(({ table, columns }) => [table, columns]));
  const tables = Object.values(schema).filter((value) => is(value, PgTable));
  assert.ok(tables.length >= 10);
  for (const table of tables) {
    const described = getTableConfig(table).columns.map(({ name, notNull }) =>
      notNull ? `${name} not null` : name,
    );
    assert.deepEqual(real.get(getTableName(table)), described.sort(), getTableName(table));
  }
});
