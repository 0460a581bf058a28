// The schema registry is the migrate job's affair alone. What it gives is kept in Postgres; when it is away or refuses,
// the job says so, and nothing else notices.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { migrateSettings } from '@hopline/migrate/config';
import { migrateAll } from '@hopline/migrate/migrate-all';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger, type Logger } from '@hopline/telemetry/logger';
import { readAllSchemas } from '@hopline/wire/schema-files';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { startRegistry } from '../support/schema-registry.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { makeApi } from './api-fixture.ts';
import { checkRegistryHop } from './registry-hop.ts';

async function migrateFixture(t: TestContext) {
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics({ ladder: '300ms,600ms' })]);
  const waits: unknown[] = [];
  const warn = (fields: unknown) => waits.push(fields);
  const log = { ...createLogger('test', 'silent'), warn } as unknown as Logger;
  /** Runs the job, as often as a test likes. */
  const migrate = (registryUrl: string, env: Record<string, string> = {}) =>
    migrateAll(
      loadSettings(migrateSettings, {
        ...{ DATABASE_URL: database.url, KAFKA_BROKERS: kafka.brokers.join(','), TOPIC_PREFIX: kafka.prefix },
        ...{ RETRY_LADDER: '300ms,600ms', REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1' },
        ...{ EVENTS_PARTITIONS: '3', DELIVERIES_PARTITIONS: '3', RUNG_PARTITIONS: '1', DLQ_PARTITIONS: '1' },
        ...{ SCHEMA_REGISTRY_URL: registryUrl, ...env },
      }),
      log,
    );
  return { database, kafka, waits, migrate };
}

async function storedIds({ pool }: TestDatabase): Promise<Record<string, number | null>> {
  const { rows } = await pool.query('select subject, version, registry_id from schemas');
  return Object.fromEntries(rows.map((row) => [`${row.subject} ${row.version}`, row.registry_id]));
}

test('an event goes its whole way in records that the registry explains, while the registry is away', async (t) => {
  const registry = await startRegistry(t, { firstId: 100_001 });
  await checkRegistryHop(t, registry.url);
});

test('every topic with values of ours gets its subject, and the ids are kept; again and twice at once', async (t) => {
  const registry = await startRegistry(t, { firstId: 7 });
  const { database, kafka, migrate } = await migrateFixture(t);
  await Promise.all([migrate(registry.url), migrate(`${registry.url}/`)]);
  await migrate(registry.url);
  const { events, deliveries, rungs, deliveriesDlq } = kafka.topics;
  const topics = [events, deliveries, ...rungs.map(({ topic }) => topic), deliveriesDlq];
  assert.deepEqual([...registry.subjects.keys()].sort(), topics.map((topic) => `${topic}-value`).sort());
  const all = readAllSchemas();
  for (const [subject, versions] of registry.subjects) {
    const folder = subject === `${events}-value` ? 'event' : 'wake-up';
    const files = all.filter((file) => file.subject === folder);
    assert.deepEqual(
      versions.map((text) => JSON.parse(text)),
      files.map(({ text }) => JSON.parse(text)),
    );
  }
  const ids = await storedIds(database);
  assert.deepEqual(Object.keys(ids).sort(), all.map((file) => `${file.subject} ${file.version}`).sort());
  assert.deepEqual(
    Object.values(ids).sort((a, b) => Number(a) - Number(b)),
    all.map((_, i) => 7 + i),
  );
});

test('a registry that comes up later, or cannot do it just now, is waited for', async (t) => {
  const port = await freePort();
  const { database, waits, migrate } = await migrateFixture(t);
  const migrated = migrate(`http://127.0.0.1:${port}`);
  await until('the job waits', () => waits.length > 0);
  const registry = await startRegistry(t, { port });
  const passing = { error_code: 50001, message: 'Error in the backend data store' };
  registry.answerNext(
    { status: 500, body: passing },
    { status: 503, body: '<html>' },
    { status: 429, body: '' },
  );
  await migrated;
  assert.ok(waits.length >= 4, JSON.stringify(waits));
  assert.match(JSON.stringify(waits), /Error in the backend data store/);
  assert.ok(Object.values(await storedIds(database)).every(Number.isInteger));
});

test('a registry that does not come up is named, without its password', async (t) => {
  const { database, migrate } = await migrateFixture(t);
  const nowhere = migrate('http://hop:geheim@127.0.0.1:1/apis/ccompat/v7', { MIGRATE_WAIT: '1s' });
  await assert.rejects(nowhere, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'HPL_MIGRATE_REGISTRY_UNAVAILABLE');
    assert.match(error.message, /http:\/\/127\.0\.0\.1:1\/apis\/ccompat\/v7/);
    assert.doesNotMatch(error.message, /geheim/);
    return true;
  });
  assert.ok(Object.values(await storedIds(database)).every((id) => id === null));
});

test('a version that the registry refuses as incompatible ends the job at once, by name, and no id is kept', async (t) => {
  const registry = await startRegistry(t);
  const { database, kafka, waits, migrate } = await migrateFixture(t);
  const subject = `${kafka.topics.deliveries}-value`;
  const other = { type: 'record', name: 'Other', fields: [{ name: 'x', type: 'int' }] };
  await fetch(`${registry.url}/subjects/${subject}/versions`, {
    method: 'POST',
    body: JSON.stringify({ schema: JSON.stringify(other) }),
  });
  await assert.rejects(migrate(registry.url), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'HPL_MIGRATE_REGISTRY_INCOMPATIBLE');
    assert.ok(
      error.message.includes(subject) && error.message.includes('incompatible with an earlier schema'),
    );
    return true;
  });
  assert.deepEqual(waits, []);
  assert.ok(Object.values(await storedIds(database)).every((id) => id === null));
});

test('credentials come from the URL or from their own setting; without them the job says 401', async (t) => {
  const registry = await startRegistry(t, { credentials: 'hop:p@ss:wörd' });
  const { migrate } = await migrateFixture(t);
  const refused = { code: 'HPL_MIGRATE_REGISTRY_REFUSED', message: /401 Unauthorized.*SCHEMA_REGISTRY_AUTH/ };
  await assert.rejects(migrate(registry.url), refused);
  await assert.rejects(migrate(registry.url, { SCHEMA_REGISTRY_AUTH: 'hop:wrong' }), refused);
  await migrate(registry.url, { SCHEMA_REGISTRY_AUTH: 'hop:p@ss:wörd' });
  const url = new URL(registry.url);
  url.username = 'hop';
  url.password = 'p@ss:wörd';
  await migrate(url.href);
});

test('a server that is no registry is told from one, whatever it answers', async (t) => {
  const registry = await startRegistry(t);
  const { database, migrate } = await migrateFixture(t);
  for (const [status, body] of [
    [200, '<html>welcome</html>'],
    [200, { id: 'seven' }],
    [200, { id: 2 ** 31 }],
    [302, ''],
    [404, { message: 'no such path' }],
  ] as const) {
    registry.answerNext({ status, body });
    await assert.rejects(migrate(registry.url), { code: 'HPL_MIGRATE_REGISTRY_REFUSED' }, String(status));
  }
  assert.ok(Object.values(await storedIds(database)).every((id) => id === null));
});

test('another registry, whose ids mean something else, is refused: records name those of before', async (t) => {
  const [registry, other] = [await startRegistry(t, { firstId: 1 }), await startRegistry(t, { firstId: 2 })];
  const { database, migrate } = await migrateFixture(t);
  await migrate(registry.url);
  const before = await storedIds(database);
  await assert.rejects(migrate(other.url), {
    code: 'HPL_MIGRATE_REGISTRY_ID_CHANGED',
    message:
      /event version 1 got id 2, but is stored with 1; .*wake-up version 1 got id \d+, but is stored with/,
  });
  assert.deepEqual(await storedIds(database), before);
  // Nor does a version that has no id yet, as that of a new release, get one of the other registry beside them.
  const setId = (id: number | null) =>
    database.pool.query(`update schemas set registry_id = $1 where subject = 'wake-up' and version = 1`, [
      id,
    ]);
  await setId(null);
  await assert.rejects(migrate(other.url), { code: 'HPL_MIGRATE_REGISTRY_ID_CHANGED' });
  assert.deepEqual(await storedIds(database), { ...before, 'wake-up 1': null });
  await setId(before['wake-up 1'] ?? null);
  // The way out that the documentation gives.
  await database.pool.query('update schemas set registry_id = null');
  await migrate(other.url);
  const after = Object.entries(before).map(([name, id]) => [name, Number(id) + 1]);
  assert.deepEqual(await storedIds(database), Object.fromEntries(after));
});

test('a service does not start while the ids are not there, and says what to run', async (t) => {
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const { service } = makeApi(t, { database, topics }, { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' });
  await assert.rejects(service.start(), {
    code: 'HPL_WIRE_SCHEMA_NOT_REGISTERED',
    message: /event, wake-up; run the migrate job/,
  });
});
