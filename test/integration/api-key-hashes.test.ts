// How keys are stored: what is made now needs no hash that costs, and what releases before stored is replaced in use.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { formatApiKey, generateApiKey } from '@hopline/api/auth/api-key';
import { argon2idOf } from '@hopline/api/auth/argon2id-fixture';
import { hashSecret, secretCheck } from '@hopline/api/auth/secret-hash';
import { replaceKeyHashes } from '@hopline/postgres/keys/replace-key-hashes';
import { uuidV7 } from '@hopline/wire/uuid';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { insertTenants } from '../support/many-tenants.ts';
import { readMetric } from '../support/scrape.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, makeApi } from './api-fixture.ts';
import { admin, isGood } from './api-keys-fixture.ts';

const SHA_256 = /^\$sha256\$/;

/** An organization with a key as a release before stored it. */
async function insertOldKey({ pool }: TestDatabase) {
  const [organizationId, { id, secret }] = [uuidV7(), generateApiKey()];
  const from = argon2idOf(secret);
  await pool.query(`insert into organizations (id, name, tier) values ($1, 'Old', 'free')`, [organizationId]);
  await pool.query(
    'insert into api_keys (id, organization_id, secret_hash, secret_check) values ($1, $2, $3, $4)',
    [id, organizationId, from, secretCheck(secret)],
  );
  return {
    organizationId,
    text: formatApiKey({ id, secret }),
    replacement: { keyId: id, from, to: hashSecret(secret) },
  };
}

async function read({ pool }: TestDatabase, id: string): Promise<{ hash: string; revoked: boolean }> {
  const { rows } = await pool.query(
    'select secret_hash as hash, revoked_at is not null as revoked from api_keys where id = $1',
    [id],
  );
  return rows[0];
}

async function share(t: TestContext) {
  const shared = { database: await createDatabase(t), topics: await createTopics() };
  const start = async (env: Record<string, string> = {}) => {
    const { service, lines } = makeApi(t, shared, env);
    await service.start();
    const url = `http://127.0.0.1:${service.port()}`;
    return { url, lines, hashes: () => readMetric(url, 'key_hashes_total') };
  };
  return { ...shared, start };
}

test('a key that a release before stored is good, is replaced in use, and needs no argon2id in the next process', async (t) => {
  const { database, start } = await share(t);
  const { text, replacement } = await insertOldKey(database);
  const { keyId: id } = replacement;
  const one = await start({ REPLACE_KEY_HASHES_AFTER: '0s' });
  assert.ok(await isGood(one.url, text));
  await until('it is replaced', async () => SHA_256.test((await read(database, id)).hash));
  assert.deepEqual(await read(database, id), { hash: replacement.to, revoked: false });
  await until('it is told', () => one.lines.some(({ message }) => message === 'key_hashes.replaced'));
  assert.ok(await isGood(one.url, text));
  assert.equal(await one.hashes(), 1);
  const two = await start();
  assert.ok(await isGood(two.url, text));
  assert.equal(await two.hashes(), 0);
  assert.equal(await isGood(two.url, formatApiKey({ id, secret: generateApiKey().secret })), false);
});

test('a process that has verified a key by argon2id goes on with it when another has replaced it', async (t) => {
  const { database, start } = await share(t);
  const { text, organizationId, replacement } = await insertOldKey(database);
  const [one, two] = [await start({ REPLACE_KEY_HASHES_AFTER: '0s' }), await start()];
  await until('both listen', () =>
    [one, two].every(({ lines }) => lines.some(({ message }) => message === 'listener.connected')),
  );
  assert.ok(await isGood(two.url, text));
  // It leaves what it knows alone; the other one replaces it only when it has verified it, too.
  assert.doesNotMatch((await read(database, replacement.keyId)).hash, SHA_256);
  assert.ok(await isGood(one.url, text));
  await until('it is replaced', async () => SHA_256.test((await read(database, replacement.keyId)).hash));
  // This comes after the notice of the new hash.
  const changed = await admin(one.url, 'PATCH', `/api/organizations/${organizationId}`, { rate_limit: 77 });
  assert.equal(changed.status, 200);
  for (const { url } of [one, two]) {
    await until('the change is known', async () => {
      const { headers, status } = await call(`${url}/api/events`, 'POST', {
        key: text,
        body: { type: 'order.created', payload: {} },
      });
      assert.equal(status, 202);
      return /q=77/.test(headers.get('ratelimit-policy') ?? '');
    });
  }
  assert.deepEqual([await one.hashes(), await two.hashes()], [1, 1]);
});

test('a thousand keys that were made now are verified by a process that has just begun, without one argon2id', async (t) => {
  const { database, start } = await share(t);
  const tenants = await insertTenants(database.pool, 1000, () => 'https://example.com/');
  const { url, hashes } = await start();
  // Not all at once: who waits for more than 5 s for a connection to Postgres is refused.
  for (let from = 0; from < tenants.length; from += 100) {
    const some = tenants.slice(from, from + 100);
    const statuses = await Promise.all(
      some.map(async ({ apiKey: key }) => (await call(`${url}/api/endpoints`, 'GET', { key })).status),
    );
    assert.deepEqual(new Set(statuses), new Set([200]));
  }
  assert.deepEqual([await readMetric(url, 'keys_verified'), await hashes()], [1000, 0]);
});

test('only a row that is as it was read is replaced, nothing else of it, and none that somebody writes is waited for', async (t) => {
  const database = await createDatabase(t);
  const [good, revoked, other, held] = [
    await insertOldKey(database),
    await insertOldKey(database),
    await insertOldKey(database),
    await insertOldKey(database),
  ];
  const { pool } = database;
  await pool.query('update api_keys set revoked_at = now() where id = $1', [revoked.replacement.keyId]);
  await pool.query(`update api_keys set secret_hash = 'another' where id = $1`, [other.replacement.keyId]);
  const client = await pool.connect();
  await client.query('begin');
  await client.query('update api_keys set revoked_at = now() where id = $1', [held.replacement.keyId]);
  const all = [good, revoked, other, held].map(({ replacement }) => replacement);
  assert.equal(await replaceKeyHashes(pool, all), 2);
  await client.query('commit');
  client.release();
  const rows = await Promise.all(all.map(({ keyId }) => read(database, keyId)));
  assert.deepEqual(rows, [
    { hash: good.replacement.to, revoked: false },
    { hash: revoked.replacement.to, revoked: true },
    { hash: 'another', revoked: false },
    { hash: held.replacement.from, revoked: true },
  ]);
  assert.equal(await replaceKeyHashes(pool, all), 1);
  assert.deepEqual(await read(database, held.replacement.keyId), {
    hash: held.replacement.to,
    revoked: true,
  });
  assert.equal(await replaceKeyHashes(pool, all), 0);
});
