// What endpoints are signed with: how it is stored, shown and replaced, and what else of an endpoint is secret.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { secretBox } from '../support/secret-keys.ts';
import { type ApiFixture, call, createTenant, startApi } from './api-fixture.ts';

const HOOK = 'https://example.com/hooks';
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

async function setUp(api: ApiFixture) {
  const { apiKey: key } = await createTenant(api.url);
  const ask = (method: string, path: string, body?: unknown) =>
    call(`${api.url}/api/endpoints${path}`, method, { key, ...(body === undefined ? {} : { body }) });
  const make = async (more: object = {}) => {
    const { status, text, json } = await ask('POST', '', { url: HOOK, ...more });
    assert.equal(status, 201, text);
    return json;
  };
  const row = async (id: unknown) => {
    const { rows } = await api.database.pool.query('select * from endpoints where id = $1', [id]);
    return rows[0];
  };
  return { ask, make, row };
}

test('a secret is stored sealed for its endpoint, of either kind, new or brought along', async (t) => {
  const { ask, make, row } = await setUp(await startApi(t));
  const shared = await make();
  const kept = await row(shared.id);
  assert.match(kept.secret, /^sealed:v1:test:/);
  assert.equal(secretBox.open(kept.secret, 'secret', String(shared.id)), shared.secret);
  assert.deepEqual([shared.signature_version, shared.public_key], ['v1', null]);

  const pair = await make({ signature_version: 'v1a' });
  assert.deepEqual([pair.signature_version, pair.secret], ['v1a', null]);
  assert.match(String(pair.public_key), /^whpk_[A-Za-z0-9+/]{43}=$/);
  const stored = secretBox.open((await row(pair.id)).secret, 'secret', String(pair.id));
  assert.match(stored, /^whsk_/);
  assert.notEqual((await make({ signature_version: 'v1a' })).public_key, pair.public_key);

  const brought = await make({ secret: PAIR });
  assert.deepEqual([brought.signature_version, brought.public_key], ['v1a', PUBLIC]);
  for (const [body, pointer] of [
    [{ secret: 'whsec_x' }, '/secret'],
    [{ secret: PUBLIC }, '/secret'],
    [{ secret: PAIR, signature_version: 'v1' }, '/signature_version'],
    [{ signature_version: 'v2' }, '/signature_version'],
  ] as const) {
    const refused = await ask('POST', '', { url: HOOK, ...body });
    assert.deepEqual([refused.status, refused.json.pointer], [400, pointer], refused.text);
  }
  const list = await ask('GET', '');
  assert.doesNotMatch(list.text, /whsec_|whsk_|sealed/);
});

test('a secret is replaced with an overlap, shown once, and the older ones end when they should', async (t) => {
  const api = await startApi(t);
  const { ask, make, row } = await setUp(api);
  const made = await make();
  const path = `/${made.id}/rotate-secret`;
  const from = Date.now();
  const first = await ask('POST', path);
  assert.equal(first.status, 200, first.text);
  assert.equal(first.headers.get('cache-control'), 'no-store');
  assert.match(String(first.json.secret), /^whsec_/);
  assert.notEqual(first.json.secret, made.secret);
  const [previous] = first.json.previous_secrets as { ends_at: string; signature_version: string }[];
  const endsIn = Date.parse(previous?.ends_at ?? '') - from;
  assert.ok(Math.abs(endsIn - 24 * 3_600_000) < 60_000, `it ends in ${endsIn} ms`);
  const kept = await row(made.id);
  assert.equal(secretBox.open(kept.old_secrets[0].secret, 'secret', String(made.id)), made.secret);
  assert.equal(secretBox.open(kept.secret, 'secret', String(made.id)), first.json.secret);

  // To the other kind, and with less overlap than what signs already.
  const second = await ask('POST', path, { signature_version: 'v1a', overlap_seconds: 60 });
  assert.deepEqual([second.json.signature_version, second.json.secret], ['v1a', null]);
  const both = second.json.previous_secrets as { ends_at: string; signature_version: string }[];
  assert.deepEqual(
    both.map(({ signature_version }) => signature_version),
    ['v1', 'v1'],
  );
  for (const { ends_at } of both) assert.ok(Date.parse(ends_at) - Date.now() <= 61_000, ends_at);
  const third = await ask('POST', path);
  assert.deepEqual([third.json.signature_version, third.json.secret], ['v1a', null]);
  const shown = await ask('GET', `/${made.id}`);
  assert.equal(shown.json.public_key, third.json.public_key);
  assert.deepEqual(
    (shown.json.previous_secrets as { public_key: string }[]).map(({ public_key }) => public_key),
    [second.json.public_key, null, null],
  );

  const tooMany = await ask('POST', path);
  assert.deepEqual([tooMany.status, tooMany.json.code], [409, 'HPL_ENDPOINT_SECRET_LIMIT']);
  const alone = await ask('POST', path, { secret: PAIR, overlap_seconds: 0 });
  assert.deepEqual([alone.json.public_key, alone.json.previous_secrets], [PUBLIC, []]);
  assert.equal((await row(made.id)).old_secrets, null);
  // What has ended neither counts nor is shown.
  await api.database.pool.query(
    `update endpoints set old_secrets = '[{"secret":"x","version":"v1","publicKey":null,"until":1},
       {"secret":"x","version":"v1","publicKey":null,"until":1},{"secret":"x","version":"v1","publicKey":null,"until":1},
       {"secret":"x","version":"v1","publicKey":null,"until":1}]' where id = $1`,
    [made.id],
  );
  assert.deepEqual((await ask('GET', `/${made.id}`)).json.previous_secrets, []);
  const listed = (await ask('GET', '')).json.endpoints as { previous_secrets: unknown[] }[];
  assert.deepEqual(
    listed.map(({ previous_secrets }) => previous_secrets),
    [[]],
  );
  const again = await ask('POST', path, {});
  assert.equal((again.json.previous_secrets as unknown[]).length, 1);
});

test("another organization's endpoint is not there to be rotated or tested", async (t) => {
  const api = await startApi(t);
  const { make, row } = await setUp(api);
  const stranger = await setUp(api);
  const made = await make();
  const before = await row(made.id);
  for (const action of ['rotate-secret', 'test']) {
    for (const id of [made.id, uuidV7()]) {
      const { status, json } = await stranger.ask('POST', `/${id}/${action}`);
      assert.deepEqual([status, json.code], [404, 'HPL_ENDPOINT_NOT_FOUND'], action);
    }
  }
  assert.deepEqual(await row(made.id), before);
});

test('headers of its own are sealed, their names shown, and some are refused', async (t) => {
  const { ask, make, row } = await setUp(await startApi(t));
  const made = await make({
    headers: [
      { name: 'Authorization', value: 'Bearer s3cret' },
      { name: 'x-tenant', value: 'a' },
    ],
  });
  const id = String(made.id);
  assert.deepEqual(made.header_names, ['authorization', 'x-tenant']);
  const { headers } = await row(id);
  assert.equal(secretBox.open(headers, 'headers', id), '{"authorization":"Bearer s3cret","x-tenant":"a"}');
  assert.doesNotMatch((await ask('GET', `/${id}`)).text, /s3cret|sealed/);
  // What is not named stays, and what is named replaces them all.
  const untouched = await ask('PATCH', `/${id}`, { description: 'x' });
  assert.deepEqual(untouched.json.header_names, ['authorization', 'x-tenant']);
  assert.equal((await row(id)).headers, headers);
  const fewer = await ask('PATCH', `/${id}`, { headers: [{ name: 'x-tenant', value: 'b' }] });
  assert.deepEqual(fewer.json.header_names, ['x-tenant']);
  await ask('PATCH', `/${id}`, { headers: [] });
  assert.deepEqual([(await row(id)).headers, (await row(id)).header_names], [null, []]);
  for (const [headers, pointer] of [
    [[{ name: 'webhook-id', value: 'a' }], '/headers/0/name'],
    [[{ name: 'Content-Length', value: '1' }], '/headers/0/name'],
    [[{ name: 'x', value: 'a\r\nhost: b' }], '/headers/0/value'],
    [[{ name: 'x y', value: 'a' }], '/headers/0/name'],
    [[{ name: 'x', value: 'a', more: 1 }], '/headers/0/more'],
  ] as const) {
    for (const [method, path] of [
      ['POST', ''],
      ['PATCH', `/${id}`],
    ] as const) {
      const { status, json } = await ask(
        method,
        path,
        method === 'POST' ? { url: HOOK, headers } : { headers },
      );
      assert.deepEqual([status, json.pointer], [400, pointer]);
    }
  }
});

test('conditions on the payload are kept as they are, and refused when they cannot be meant', async (t) => {
  const { ask, make, row } = await setUp(await startApi(t));
  const filters = [
    { pointer: '/country', op: 'in', value: ['DE', null, 1, true] },
    { pointer: '', op: 'exists', value: true },
  ];
  const made = await make({ filters });
  assert.deepEqual(made.filters, filters);
  assert.deepEqual((await ask('GET', `/${made.id}`)).json.filters, filters);
  await ask('PATCH', `/${made.id}`, { filters: [] });
  assert.equal((await row(made.id)).filters, null);
  for (const [filter, pointer] of [
    [{ pointer: 'country', op: 'eq', value: 1 }, '/filters/0/pointer'],
    [{ pointer: '/a', op: 'gt', value: null }, '/filters/0/value'],
    [{ pointer: '/a', op: 'like', value: 'x' }, '/filters/0/op'],
    [{ pointer: '/a', op: 'eq' }, '/filters/0/value'],
    [{ pointer: `/${'a'.repeat(256)}`, op: 'eq', value: 1 }, '/filters/0/pointer'],
    [{ pointer: '/a', op: 'eq', value: 'x'.repeat(257) }, '/filters/0/value'],
    [{ pointer: '/a', op: 'in', value: Array(51).fill(1) }, '/filters/0/value'],
    [{ pointer: '/a', op: 'in', value: [] }, '/filters/0/value'],
    [{ pointer: '/a', op: 'in', value: [[1]] }, '/filters/0/value'],
    [{ pointer: '/a', op: 'eq', value: { a: 1 } }, '/filters/0/value'],
    // What Postgres cannot store is refused for all members alike.
    [{ pointer: '/\0', op: 'eq', value: 1 }, '/filters'],
    [{ pointer: '/a', op: 'eq', value: 'a\0' }, '/filters'],
    [{ pointer: '/a', op: 'in', value: ['b', 'a\ud800'] }, '/filters'],
  ] as const) {
    const { status, json } = await ask('PATCH', `/${made.id}`, { filters: [filter] });
    assert.deepEqual([status, json.pointer], [400, pointer], JSON.stringify(filter).slice(0, 80));
  }
  // A number that no double holds is none.
  const infinite = '{"filters":[{"pointer":"/a","op":"lt","value":1e400}]}';
  assert.equal((await ask('PATCH', `/${made.id}`, infinite)).json.pointer, '/filters/0/value');
  const long = Array.from({ length: 4 }, () => ({
    pointer: '/a',
    op: 'in',
    value: Array(5).fill('x'.repeat(200)),
  }));
  assert.equal((await ask('PATCH', `/${made.id}`, { filters: long })).json.pointer, '/filters');
  assert.equal((await ask('PATCH', `/${made.id}`, { filters: long.slice(1) })).status, 200);
  const many = Array.from({ length: 11 }, () => filters[1]);
  assert.equal((await ask('PATCH', `/${made.id}`, { filters: many })).json.pointer, '/filters');
});
