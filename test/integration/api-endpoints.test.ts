import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyHash, partitionFor } from '@hopline/wire/partitioner';
import { isUuid, uuidV7 } from '@hopline/wire/uuid';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { collectTopic } from '../support/read-topic.ts';
import { secretBox } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const HOOK = 'https://example.com/hooks?tenant=1';

test('an endpoint is made, read, listed, changed and deleted; its secret is shown once', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } });
  assert.equal(made.status, 201, made.text);
  const { secret, ...endpoint } = made.json;
  const id = String(endpoint.id);
  assert.equal(made.headers.get('location'), `/api/endpoints/${id}`);
  assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/);
  const { created_at, updated_at } = endpoint;
  assert.deepEqual(endpoint, {
    id,
    url: HOOK,
    event_types: ['*'],
    filters: [],
    description: '',
    paused: false,
    retry_schedule: null,
    rate_limit: null,
    state: 'active',
    disabled_at: null,
    disabled_reason: null,
    health: { breaker: 'closed', failing_since: null, not_before: null },
    header_names: [],
    send_traceparent: false,
    ordered: false,
    order_unkeyed: null,
    on_dead_head: null,
    signature_version: 'v1',
    public_key: null,
    previous_secrets: [],
    created_at,
    updated_at,
  });

  const { rows } = await database.pool.query('select * from endpoints where id = $1', [id]);
  assert.ok(isUuid(id));
  assert.deepEqual(
    [rows[0].organization_id, secretBox.open(rows[0].secret, 'secret', id), rows[0].key_hash],
    [organizationId, secret, keyHash(id)],
  );

  const read = await call(`${url}/api/endpoints/${id}`, 'GET', { key });
  assert.deepEqual(read.json, endpoint);
  const second = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK, paused: true } });
  const list = await call(`${url}/api/endpoints`, 'GET', { key });
  assert.deepEqual(
    (list.json.endpoints as { id: string }[]).map((one) => one.id),
    [id, second.json.id],
  );
  assert.ok(!list.text.includes('whsec_') && !read.text.includes('whsec_'));

  const changes = {
    url: 'https://example.com/other',
    event_types: ['order.*', 'user.created'],
    description: 'x',
  };
  const changed = await call(`${url}/api/endpoints/${id}`, 'PATCH', { key, body: changes });
  assert.equal(changed.status, 200);
  assert.deepEqual({ ...changed.json, updated_at: '' }, { ...endpoint, ...changes, updated_at: '' });
  const times = await database.pool.query(
    'select updated_at > created_at as later from endpoints where id = $1',
    [id],
  );
  assert.equal(times.rows[0].later, true);
  const untouched = await call(`${url}/api/endpoints/${id}`, 'PATCH', { key, body: {} });
  assert.deepEqual({ ...untouched.json, updated_at: '' }, { ...changed.json, updated_at: '' });

  const deleted = await call(`${url}/api/endpoints/${id}`, 'DELETE', { key });
  assert.deepEqual([deleted.status, deleted.text], [204, '']);
  for (const method of ['GET', 'DELETE'] as const) {
    const gone = await call(`${url}/api/endpoints/${id}`, method, { key });
    assert.deepEqual([gone.status, gone.json.code], [404, 'HPL_ENDPOINT_NOT_FOUND']);
  }
  const after = await database.pool.query('select deleted_at from endpoints where id = $1', [id]);
  assert.ok(after.rows[0].deleted_at instanceof Date);
});

test("another organization's endpoint is not there, whatever is tried with it", async (t) => {
  const { url, database } = await startApi(t);
  const [owner, other] = [await createTenant(url), await createTenant(url)];
  const made = await call(`${url}/api/endpoints`, 'POST', { key: owner.apiKey, body: { url: HOOK } });
  const path = `${url}/api/endpoints/${made.json.id}`;
  const before = await database.pool.query('select * from endpoints');
  for (const [method, body] of [
    ['GET', undefined],
    ['PATCH', { paused: true }],
    ['DELETE', undefined],
  ] as const) {
    const options = { key: other.apiKey, ...(body ? { body } : {}) };
    const foreign = await call(path, method, options);
    const missing = await call(`${url}/api/endpoints/${uuidV7()}`, method, options);
    assert.equal(foreign.status, 404);
    assert.deepEqual({ ...foreign.json, trace_id: '' }, { ...missing.json, trace_id: '' });
  }
  const list = await call(`${url}/api/endpoints`, 'GET', { key: other.apiKey });
  assert.deepEqual(list.json, { endpoints: [] });
  assert.deepEqual((await database.pool.query('select * from endpoints')).rows, before.rows);
});

test('a URL that a webhook must not go to is refused when an endpoint is made and when it is changed', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } });
  for (const hook of [
    'http://example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://localhost/',
    'https://[::ffff:0:10.0.0.1]/',
    'https://u:p@example.com/',
    'https://example.com:25/',
    'nonsense',
  ]) {
    const created = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: hook } });
    const changed = await call(`${url}/api/endpoints/${made.json.id}`, 'PATCH', { key, body: { url: hook } });
    for (const { status, json } of [created, changed]) {
      assert.deepEqual([status, json.code, json.pointer], [400, 'HPL_ENDPOINT_URL_REFUSED', '/url'], hook);
    }
  }
  const open = await startApi(t, { ALLOW_PRIVATE_WEBHOOKS: 'true' });
  const tenant = await createTenant(open.url);
  const local = await call(`${open.url}/api/endpoints`, 'POST', {
    key: tenant.apiKey,
    body: { url: 'http://127.0.0.1:9000/hooks' },
  });
  assert.equal(local.status, 201);
});

test('members that do not fit are refused with a pointer', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  for (const [body, pointer] of [
    [{}, '/url'],
    [{ url: HOOK, event_types: [] }, '/event_types'],
    [{ url: HOOK, event_types: ['order.*', 'a b'] }, '/event_types/1'],
    [{ url: HOOK, event_types: ['*.created'] }, '/event_types/0'],
    [{ url: HOOK, event_types: ['a', 'a'] }, '/event_types'],
    [{ url: HOOK, paused: 'yes' }, '/paused'],
    [{ url: HOOK, description: 'a\0' }, '/description'],
    [{ url: HOOK, secret: 'whsec_x' }, '/secret'],
    [{ url: HOOK, id: uuidV7() }, '/id'],
  ] as const) {
    const answer = await call(`${url}/api/endpoints`, 'POST', { key, body });
    assert.deepEqual([answer.status, answer.json.pointer], [400, pointer], JSON.stringify(body));
  }
  const bad = await call(`${url}/api/endpoints/7`, 'GET', { key });
  assert.equal(bad.json.code, 'HPL_REQUEST_INVALID');
});

test('its owner is woken when an endpoint is resumed and when it is deleted, and not otherwise', async (t) => {
  const { url, topics } = await startApi(t);
  const { apiKey: key, organizationId } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } });
  const id = String(made.json.id);
  const patch = (body: object) => call(`${url}/api/endpoints/${id}`, 'PATCH', { key, body });
  await patch({ paused: false });
  await patch({ paused: true });
  await patch({ paused: true, description: 'still' });
  await patch({ paused: false });
  await patch({ description: 'running' });
  await call(`${url}/api/endpoints/${id}`, 'DELETE', { key });

  const records = await collectTopic(t, topics.brokers, topics.topics.deliveries);
  await until('both wake-ups are read', () => records.length >= 2);
  assert.equal(records.length, 2);
  for (const { key: recordKey, partition, value, headers } of records) {
    assert.equal(String(recordKey), id);
    assert.equal(partition, partitionFor(id, 3));
    assert.match(String(headers.traceparent), /^00-/);
    const wakeUp = createWakeUpCodec().decode(value ?? Buffer.alloc(0));
    // avsc's records have a prototype of their own.
    assert.deepEqual({ ...wakeUp }, { endpoint_id: id, organization_id: organizationId, delivery: null });
  }
});

test('an organization has at most fifty endpoints, however they are asked for', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const { apiKey: other } = await createTenant(url);
  const make = (n: number) =>
    Promise.all(
      Array.from({ length: n }, () => call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } })),
    );
  // More than 36 at once would be refused for that alone.
  const answers = [...(await make(30)), ...(await make(25))];
  assert.equal(answers.filter(({ status }) => status === 201).length, 50);
  const refused = answers.filter(({ status }) => status !== 201);
  assert.deepEqual([...new Set(refused.map(({ json }) => json.code))], ['HPL_ENDPOINT_LIMIT']);
  assert.equal(refused[0]?.status, 409);
  const { rows } = await database.pool.query('select count(*)::int as n from endpoints');
  assert.equal(rows[0]?.n, 50);
  const elsewhere = await call(`${url}/api/endpoints`, 'POST', { key: other, body: { url: HOOK } });
  assert.equal(elsewhere.status, 201);
  const list = await call(`${url}/api/endpoints`, 'GET', { key });
  const [first] = list.json.endpoints as { id: string }[];
  assert.equal((await call(`${url}/api/endpoints/${first?.id}`, 'DELETE', { key })).status, 204);
  assert.equal((await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } })).status, 201);
});

test('a change that Postgres breaks off is answered 503, and the next one works', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } });
  const endpoint = `${url}/api/endpoints/${String(made.json.id)}`;
  // The row is locked here, so that the change waits in its transaction until its connection is cut.
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from endpoints where id = $1 for update', [made.json.id]);
  const change = call(endpoint, 'PATCH', { key, body: { description: 'cut' } });
  await until('the change waits and is cut', async () => {
    const { rows } = await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'hopline-api%' and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
  const cut = await change;
  assert.deepEqual([cut.status, cut.json.code], [503, 'HPL_DATABASE_UNAVAILABLE'], cut.text);
  await holder.query('rollback');
  holder.release();
  assert.equal((await call(endpoint, 'PATCH', { key, body: { description: 'whole' } })).status, 200);
});
