// `hopline doctor` on real servers, well and ill.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startApiProcess } from '../../../test/support/api-process.ts';
import { inReverse } from '../../../test/support/cleanup.ts';
import { addEndpoint, addOrganization } from '../../../test/support/deliveries.ts';
import { SECRET_KEYS, secretBox } from '../../../test/support/secret-keys.ts';
import { jsonOf, runCli } from './support/run-cli.ts';

const ADMIN_TOKEN = 'an-admin-token-of-the-command-line-tests';

interface Check {
  readonly name: string;
  readonly verdict: string;
  readonly detail: string;
  readonly todo?: string;
}

async function installed(context: TestContext) {
  const t = inReverse(context);
  const { url, database, topics } = await startApiProcess(t, { ADMIN_TOKEN });
  const env = {
    ...{ HOPLINE_URL: url, ADMIN_TOKEN, SECRET_KEYS, DATABASE_URL: database.url },
    ...{ KAFKA_BROKERS: topics.brokers.join(','), TOPIC_PREFIX: topics.prefix },
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    ...{ EVENTS_PARTITIONS: '3', DELIVERIES_PARTITIONS: '3', RUNG_PARTITIONS: '1', DLQ_PARTITIONS: '1' },
    ...{ REPLICATION_FACTOR: '1', MIN_INSYNC_REPLICAS: '1' },
  };
  const look = async (more: Record<string, string> = {}) => {
    const { checks } = await jsonOf(t, ['doctor'], { ...env, ...more }, [0, 1]);
    return Object.fromEntries((checks as Check[]).map((check) => [check.name, check]));
  };
  return { t, url, database, topics, env, look };
}

test('finds what is well, and what is not, and says what to do', async (context) => {
  const { t, database, env, look } = await installed(context);
  // The template of the tests has the tables, but neither days nor schemas.
  const bare = await look();
  assert.equal(bare.days?.verdict, 'failed');
  assert.match(bare.days?.todo ?? '', /hopline migrate/);
  assert.equal(bare.schemas?.verdict, 'failed');
  // Nobody stores and nobody posts here.
  assert.match(bare['consumer groups']?.detail ?? '', /nobody reads for /);
  const well = [
    'settings',
    'Kafka',
    'topics',
    'copies in sync',
    'Postgres',
    'migrations',
    'SECRET_KEYS',
    'api /readyz',
    'ADMIN_TOKEN',
  ];
  for (const name of well) assert.equal(bare[name]?.verdict, 'ok', `${name}: ${bare[name]?.detail}`);
  assert.match(bare.ADMIN_TOKEN?.detail ?? '', /^40 characters, and the api takes it$/);
  for (const name of ['schema registry', 'OTLP endpoint']) assert.equal(bare[name]?.verdict, 'skipped');

  assert.equal((await runCli(t, ['migrate'], env)).code, 0);
  const migrated = await look();
  for (const name of ['days', 'schemas']) assert.equal(migrated[name]?.verdict, 'ok', migrated[name]?.detail);

  const endpoint = await addEndpoint(database.pool, {
    ...{ organizationId: await addOrganization(database.pool), url: 'https://example.com' },
  });
  assert.equal((await look()).SECRET_KEYS?.verdict, 'warning');
  const sealed = secretBox.seal('whsec_x', 'secret', endpoint.id);
  await database.pool.query('update endpoints set secret = $1', [sealed]);
  assert.match((await look()).SECRET_KEYS?.detail ?? '', /^1 key open what is sealed of 1 endpoint$/);
  const other = `test:${Buffer.alloc(32, 8).toString('base64')}`;
  assert.equal((await look({ SECRET_KEYS: other })).SECRET_KEYS?.verdict, 'failed');
});

test('names what is wrong with settings, topics and tokens, and prints no secret', async (context) => {
  const { t, env, look } = await installed(context);
  const wrong = await look({
    ...{ ADMIN_TOKEN: 'too-short', EVENT_RETENTION: '1h', EVENTS_PARTITIONS: '4' },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' },
  });
  assert.match(wrong.settings?.detail ?? '', /EVENT_RETENTION: "1h" is less than 8d/);
  assert.match(wrong.topics?.detail ?? '', /partitions 3, not 4/);
  assert.match(wrong.ADMIN_TOKEN?.detail ?? '', /^it has 9 characters, fewer than 32$/);
  for (const name of ['settings', 'topics', 'ADMIN_TOKEN', 'OTLP endpoint', 'schema registry']) {
    assert.equal(wrong[name]?.verdict, 'failed', name);
    assert.ok(wrong[name]?.todo, name);
  }
  const text = await runCli(t, ['doctor'], {
    ...env,
    ADMIN_TOKEN: 'another-token-than-that-which-the-api-has',
  });
  assert.equal(text.code, 1);
  assert.match(text.out, /^failed +ADMIN_TOKEN +the api does not take it\n +to do: /m);
  assert.ok(!text.out.includes('another-token') && !text.out.includes(env.SECRET_KEYS.slice(5)));
});

test('of what is away it says so once, and what hangs on it is skipped', async (t) => {
  const env = { KAFKA_BROKERS: '127.0.0.1:1', DATABASE_URL: 'postgres://x:pass-word@127.0.0.1:1/x' };
  const { code, out } = await runCli(t, ['doctor'], env);
  assert.equal(code, 1);
  assert.match(out, /^failed +Kafka +Kafka cannot be reached at 127\.0\.0\.1:1/m);
  assert.match(
    out,
    /^failed +Postgres +.*ECONNREFUSED.*\n +to do: check DATABASE_URL \(127\.0\.0\.1:1\/x\)/m,
  );
  for (const name of ['topics', 'copies in sync', 'consumer groups']) {
    assert.match(out, new RegExp(`^skipped +${name} +mend Kafka first$`, 'm'));
  }
  assert.match(out, /14 checks: 1 ok, 2 failed, 11 skipped\n$/);
  assert.ok(!out.includes('pass-word'));
});
