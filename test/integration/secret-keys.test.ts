// The keys that secrets are sealed with: what a process does whose keys are not the right ones, and how they are replaced.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { rekeyAll } from '@hopline/migrate/rekey/rekey-all';
import type { Pool } from '@hopline/postgres/pool';
import { keyIdOf, parseSecretKeys, SecretBox } from '@hopline/wire/secret-box';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  startDeliver,
  startPublisher,
  type TestEndpoint,
  wakeUps,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { type EndpointRow, insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi, startApi } from './api-fixture.ts';

const key = () => randomBytes(32).toString('base64');
const HOOK = 'https://example.com/hooks';

function recorder() {
  const lines: { fields: Record<string, unknown>; message: string }[] = [];
  const note = (fields: object, message: string) =>
    void lines.push({ fields: fields as Record<string, unknown>, message });
  return { lines, log: { info: note, error: note } as never };
}

const rekey = (pool: Pool, keys: string, { log } = recorder()) => rekeyAll(pool, parseSecretKeys(keys), log);

const codeOf = (code: string) => (error: unknown) => {
  const { cause } = error as { cause?: { code?: unknown } };
  assert.ok([(error as { code?: unknown }).code, cause?.code].includes(code), String(error));
  return true;
};

test('with a key that is missing, or is another one under its id, neither api nor deliver starts', async (t) => {
  const [a, b] = [`a:${key()}`, `b:${key()}`];
  const { url, database, topics } = await startApi(t, { SECRET_KEYS: a });
  const { apiKey } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key: apiKey, body: { url: HOOK } });
  assert.equal(made.status, 201);
  for (const [keys, code] of [
    [b, 'HPL_SECRET_KEY_MISSING'],
    [`a:${key()}`, 'HPL_SECRET_KEY_WRONG'],
    [`${b},a:${key()}`, 'HPL_SECRET_KEY_WRONG'],
  ] as const) {
    const { service } = makeApi(t, { database, topics }, { SECRET_KEYS: keys });
    await assert.rejects(service.start(), codeOf(code));
    await assert.rejects(startDeliver(t, database, topics, { SECRET_KEYS: keys }), codeOf(code));
    await assert.rejects(rekey(database.pool, keys), codeOf(code));
  }
  // Nothing was noted of the keys that were refused.
  const { rows } = await database.pool.query('select id from secret_keys');
  assert.deepEqual(rows, [{ id: 'a' }]);
  const { service } = makeApi(t, { database, topics }, { SECRET_KEYS: `${b},${a}` });
  await service.start();
});

test('everything is sealed with the new key, plain secrets too, and the old key is retired', async (t) => {
  const [a, b] = [`a:${key()}`, `b:${key()}`];
  const { url, database, topics } = await startApi(t, { SECRET_KEYS: a });
  const { pool } = database;
  const { apiKey } = await createTenant(url);
  const ask = (path: string, body: object) =>
    call(`${url}/api/endpoints${path}`, 'POST', { key: apiKey, body });
  const made = await ask('', { url: HOOK, headers: [{ name: 'x-a', value: 'b' }] });
  const id = String(made.json.id);
  const rotated = await ask(`/${id}/rotate-secret`, {});
  const organizationId = await insertOrganization(pool);
  const plain: EndpointRow[] = [];
  // A few at a time: who waits for a connection of the pool for long is refused one.
  const addSome = async (count: number) => {
    for (let i = 0; i < count; i += 1) plain.push(await insertEndpoint(pool, organizationId));
  };
  await Promise.all([addSome(310), addSome(310)]);

  const progress = recorder();
  const outcome = await rekey(pool, `${b},${a}`, progress);
  assert.deepEqual(outcome, { endpoints: 621, resealed: 621, unreadable: 0, retired: ['a'] });
  const read = progress.lines.filter(({ message }) => message === 'secrets.resealed');
  assert.deepEqual(
    read.map(({ fields }) => fields.read),
    [500, 621],
  );
  const box = new SecretBox(parseSecretKeys(b));
  const { rows } = await pool.query('select * from endpoints');
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const one of plain) assert.equal(box.open(byId.get(one.id).secret, 'secret', one.id), one.secret);
  const row = byId.get(id);
  assert.equal(box.open(row.secret, 'secret', id), rotated.json.secret);
  assert.equal(box.open(row.old_secrets[0].secret, 'secret', id), made.json.secret);
  assert.equal(box.open(row.headers, 'headers', id), '{"x-a":"b"}');
  assert.ok(rows.every(({ secret }) => keyIdOf(secret) === 'b'));

  const again = await rekey(pool, b);
  assert.deepEqual(again, { endpoints: 621, resealed: 0, unreadable: 0, retired: [] });
  // The api of before has the old key in first place: it stores nothing more with it.
  const refused = await ask('', { url: HOOK });
  assert.deepEqual([refused.status, refused.json.code], [503, 'HPL_SECRETS_UNAVAILABLE']);
  assert.equal((await ask(`/${id}/rotate-secret`, {})).status, 503);
  const { service } = makeApi(t, { database, topics }, { SECRET_KEYS: b });
  await service.start();
});

test('what cannot be opened stays, is named, and keeps its key', async (t) => {
  const { pool } = await createDatabase(t);
  const [a, b] = [`a:${key()}`, `b:${key()}`];
  const organizationId = await insertOrganization(pool);
  const [one, other] = [
    await insertEndpoint(pool, organizationId),
    await insertEndpoint(pool, organizationId),
  ];
  await rekey(pool, a);
  // As if somebody had copied a row's secret to another row.
  await pool.query(
    'update endpoints set secret = (select secret from endpoints where id = $1) where id = $2',
    [one.id, other.id],
  );
  const copied = await pool.query('select secret from endpoints where id = $1', [other.id]);
  const progress = recorder();
  const outcome = await rekey(pool, `${b},${a}`, progress);
  assert.deepEqual(outcome, { endpoints: 2, resealed: 1, unreadable: 1, retired: [] });
  const named = progress.lines.find(({ message }) => message === 'secret.unreadable');
  assert.equal(named?.fields.endpoint_id, other.id);
  const after = await pool.query('select secret from endpoints where id = $1', [other.id]);
  assert.deepEqual(after.rows, copied.rows);
});

test('webhooks go on, and signed, while everything is sealed anew, where both keys are known', async (t) => {
  const file = inReverse(t);
  const database = await createDatabase(file);
  const { pool } = database;
  const topics = await createTopics();
  const publisher = await startPublisher(file, topics);
  const receiver = await startReceiver(file);
  const [a, b] = [`a:${key()}`, `b:${key()}`];
  const organizationId = await addOrganization(pool);
  const endpoints: TestEndpoint[] = [];
  for (let i = 0; i < 5; i += 1) {
    const endpoint = await addEndpoint(pool, { organizationId, url: `${receiver.url}/${i}` });
    receiver.expectSecret(`/${i}`, endpoint.secret);
    endpoints.push(endpoint);
  }
  await rekey(pool, a);
  const { logged } = await startDeliver(file, database, topics, { SECRET_KEYS: `${a},${b}` });
  let sent = 0;
  const send = async () => {
    for (const endpoint of endpoints) {
      const deliveries = await addDeliveries(pool, endpoint, 20);
      await publisher.publishAll(wakeUps(topics, publisher, deliveries));
      sent += deliveries.length;
    }
  };
  await send();
  const [outcome] = await Promise.all([rekey(pool, `${b},${a}`), send()]);
  assert.deepEqual([outcome.resealed, outcome.retired], [endpoints.length, ['a']]);
  await send();
  await until('all is delivered', () => receiver.received.length >= sent);
  assert.ok(receiver.received.every(({ valid }) => valid));
  assert.deepEqual(logged('delivery.unsigned'), []);
});

test('secrets that are replaced while everything is sealed anew are not lost', async (t) => {
  const [a, b] = [`a:${key()}`, `b:${key()}`];
  const { url, database } = await startApi(t, { SECRET_KEYS: `${b},${a}`, POOL_SIZE: '8' });
  const { pool } = database;
  const { apiKey, organizationId } = await createTenant(url);
  const ids = (await Promise.all(Array.from({ length: 20 }, () => insertEndpoint(pool, organizationId)))).map(
    ({ id }) => id,
  );
  const shown = new Map<string, unknown>();
  const rotating = Promise.all(
    ids.map(async (id) => {
      const answer = await call(`${url}/api/endpoints/${id}/rotate-secret`, 'POST', {
        key: apiKey,
        body: {},
      });
      assert.equal(answer.status, 200, answer.text);
      shown.set(id, answer.json.secret);
    }),
  );
  await Promise.all([rotating, rekey(pool, `${b},${a}`), rekey(pool, `${b},${a}`)]);
  await rekey(pool, `${b},${a}`);
  const box = new SecretBox(parseSecretKeys(b));
  const { rows } = await pool.query('select * from endpoints');
  for (const { id, secret, old_secrets } of rows) {
    assert.equal(box.open(secret, 'secret', id), shown.get(id));
    assert.equal(old_secrets.length, 1);
    assert.match(box.open(old_secrets[0].secret, 'secret', id), /^whsec_/);
  }
});
