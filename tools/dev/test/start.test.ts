import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { probeKafka } from '../src/kafka-probe.ts';
import { simpleQuery } from './support/simple-query.ts';
import { standInStart } from './support/stand-in-start.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

test('brings everything up, gives each service its environment, and keeps its data and secrets', async (t) => {
  const directory = await temporaryDirectory(t);
  const env = { RETRY_LADDER: '1s', SHUTDOWN_GRACE: '99s', STAND_IN_KEYS: join(directory, 'keys') };
  const first = standInStart(t, directory, { env });
  const ready = await first.ready();
  assert.deepEqual(Object.keys(ready.pids).toSorted(), [
    ...['api', 'deliver', 'kafka', 'persist', 'postgres', 'supervisor'],
  ]);
  const seen = (await (await fetch(`${ready.baseUrl}/environment`)).json()) as Record<string, string>;
  assert.equal(seen.DATABASE_URL, ready.databaseUrl);
  assert.equal(seen.KAFKA_BROKERS, ready.brokers.join());
  assert.equal(seen.ADMIN_TOKEN, ready.adminToken);
  assert.equal(seen.HOST, '127.0.0.1');
  assert.equal(seen.ALLOW_PRIVATE_WEBHOOKS, 'true');
  assert.equal(seen.RETRY_LADDER, '1s');
  assert.match(seen.SHUTDOWN_GRACE ?? '', /^[1-5]\d*m?s$/);
  assert.equal(seen.REPLICATION_FACTOR, '1');
  assert.match(seen.SECRET_KEYS ?? '', /^dev:[A-Za-z0-9+/]{43}=$/);
  assert.match(first.said(), /SECRET_KEYS is not set: a key .* is kept in .*secret-keys$/m);
  for (const file of ['admin-token', 'api-key.json', 'secret-keys']) {
    assert.equal((await stat(join(directory, file))).mode & 0o777, 0o600, file);
  }
  await simpleQuery(ready.databaseUrl, 'create table kept (n int)');
  assert.equal(await first.end('SIGTERM'), 0);
  assert.deepEqual(first.left(), []);

  const second = standInStart(t, directory, { env });
  const again = await second.ready();
  assert.equal(again.adminToken, ready.adminToken);
  assert.equal(again.apiKey, ready.apiKey);
  const seenAgain = (await (await fetch(`${again.baseUrl}/environment`)).json()) as Record<string, string>;
  assert.equal(seenAgain.SECRET_KEYS, seen.SECRET_KEYS);
  assert.doesNotMatch(second.said(), /SECRET_KEYS/);
  assert.deepEqual(await simpleQuery(again.databaseUrl, 'select count(*) from kept'), ['0']);
  assert.equal(await second.end('SIGINT'), 0);

  const fresh = standInStart(t, directory, { env, args: ['--fresh'] });
  const anew = await fresh.ready();
  assert.notEqual(anew.adminToken, ready.adminToken);
  assert.notEqual(anew.apiKey, ready.apiKey);
  await assert.rejects(simpleQuery(anew.databaseUrl, 'select count(*) from kept'), /does not exist/);
  assert.equal(await fresh.end('SIGINT'), 0);
  assert.deepEqual(fresh.left(), []);
});

test('uses the Postgres and the Kafka that the environment names', async (t) => {
  const directory = await temporaryDirectory(t);
  const own = standInStart(t, join(directory, 'one'));
  const { databaseUrl, brokers } = await own.ready();
  const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers.join(), PATH: '/nowhere' };
  const other = standInStart(t, join(directory, 'two'), { env });
  const ready = await other.ready();
  assert.equal(ready.databaseUrl, databaseUrl);
  assert.deepEqual(ready.brokers, brokers);
  assert.deepEqual(Object.keys(ready.pids).toSorted(), ['api', 'deliver', 'persist', 'supervisor']);
  const keysOf = async (url: string) =>
    ((await (await fetch(`${url}/environment`)).json()) as Record<string, string>).SECRET_KEYS;
  const keys = await keysOf(ready.baseUrl);
  assert.equal(await other.end('SIGINT'), 0);
  // Its data stays, and with it what is sealed in it.
  const fresh = standInStart(t, join(directory, 'two'), { env, args: ['--fresh'] });
  assert.equal(await keysOf((await fresh.ready()).baseUrl), keys);
  assert.equal(await fresh.end('SIGINT'), 0);
  assert.deepEqual(await simpleQuery(databaseUrl, 'select 1'), ['1']);
  assert.ok(await probeKafka(Number(brokers[0]?.split(':')[1]), 60_000));
  assert.equal(await own.end('SIGINT'), 0);
});

test('one clear line says what is in the way, before anything is started', async (t) => {
  const directory = await temporaryDirectory(t);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  const toolsOnly = join(directory, 'bin');
  await mkdir(toolsOnly);
  await symlink('/bin/sh', join(toolsOnly, 'sh'));
  const oldJava = join(directory, 'old-java');
  await mkdir(oldJava);
  await writeFile(join(oldJava, 'java'), '#!/bin/sh\necho \'java version "1.8.0_392"\' >&2\n', {
    mode: 0o755,
  });

  for (const [options, line] of [
    [{ args: ['--port', `${port}`] }, `port ${port}, wanted for api, is taken: .* -- --port N.\\.`],
    [
      { args: ['--kafka-port', `${port}`] },
      `port ${port}, wanted for kafka, is taken: .* -- --kafka-port N.\\.`,
    ],
    [{ args: ['--port', '25251', '--persist-port', '25251'] }, 'persist and api cannot share port 25251: .*'],
    [{ env: { PATH: toolsOnly } }, 'Java was not found.*install Java 17.*'],
    [
      { env: { DATABASE_URL: 'postgres://127.0.0.1:1/x' } },
      'nothing answers at 127.0.0.1:1.*unset DATABASE_URL.*',
    ],
    [
      { env: { KAFKA_BROKERS: '127.0.0.1:1' } },
      'nothing answers at KAFKA_BROKERS=127.0.0.1:1.*unset KAFKA_BROKERS.*',
    ],
    [{ env: { STAND_IN_MIGRATE_FAILS: 'no such role' } }, 'migrate failed .*no such role.*log.*'],
    [
      { env: { STAND_IN_FAILS: 'no topic' } },
      'api ended while it started .*no topic.*|deliver .*|persist .*',
    ],
  ] as const) {
    const start = standInStart(t, join(directory, 'state'), options);
    assert.equal(await start.ended(), 1, start.said());
    assert.match(start.said(), new RegExp(`^hopline: (${line})$`, 'm'));
    assert.doesNotMatch(start.said(), /^ {4}at /m);
    assert.deepEqual(start.left(), []);
  }
});

test('a second start in the same directory is refused, and does no harm to the first', async (t) => {
  const directory = await temporaryDirectory(t);
  const first = standInStart(t, directory);
  const { baseUrl, pids } = await first.ready();
  const second = standInStart(t, directory, { args: ['--fresh'] });
  assert.equal(await second.ended(), 1);
  assert.match(second.said(), new RegExp(`runs here already \\(process ${pids.supervisor}\\)`));
  assert.equal((await fetch(`${baseUrl}/readyz`)).status, 200);
  assert.equal(await first.end('SIGINT'), 0);
});
