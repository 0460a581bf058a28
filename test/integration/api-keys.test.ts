// API keys over their life: made, used within their scopes, listed, limited in number, revoked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, createTenant, startApi } from './api-fixture.ts';
import { admin, codeOf, isGood, makeKey, revoke } from './api-keys-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };

test('a further key has a name and the scopes that were asked for, and never more than the key that made it', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const made = await call(`${url}/api/keys`, 'POST', {
    key: apiKey,
    body: { name: 'the shop', scopes: ['events:write', 'manage'] },
  });
  assert.equal(made.headers.get('cache-control'), 'no-store');
  const { id, api_key, created_at, ...rest } = made.json;
  assert.match(String(api_key), new RegExp(`^hop_${id}_`));
  assert.deepEqual(rest, {
    name: 'the shop',
    scopes: ['events:write', 'manage'],
    last_used_at: null,
    expires_at: null,
    revoked_at: null,
  });
  const key = String(api_key);
  const beyond = await call(`${url}/api/keys`, 'POST', { key, body: { scopes: ['events:write', 'read'] } });
  assert.deepEqual(codeOf(beyond), [403, 'HPL_AUTH_SCOPE']);
  assert.match(beyond.headers.get('www-authenticate') ?? '', /insufficient_scope", scope="read"$/);
  const same = await call(`${url}/api/keys`, 'POST', { key, body: {} });
  assert.deepEqual([same.json.name, same.json.scopes], ['', ['events:write', 'manage']]);
  // A successor is shown to whoever rotates, so it is no way around.
  const { id: reader } = await makeKey(url, apiKey, { scopes: ['read'] });
  const rotated = await call(`${url}/api/keys/rotate`, 'POST', { key, body: { key_id: reader } });
  assert.deepEqual(codeOf(rotated), [403, 'HPL_AUTH_SCOPE']);
  for (const scopes of [[], ['read', 'read'], ['write']]) {
    const wrong = await call(`${url}/api/keys`, 'POST', { key, body: { scopes } });
    assert.deepEqual(codeOf(wrong), [400, 'HPL_REQUEST_INVALID'], JSON.stringify(scopes));
  }
});

/** Who has come, whatever they may do, as the console asks. */
const FOR_EVERY_KEY = 'GET /api/sessions/current';

test('every call that takes a key needs one scope, and no other scope will do', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const keys = new Map<string, string>();
  for (const scope of ['events:write', 'read', 'manage']) {
    keys.set(scope, (await makeKey(url, apiKey, { scopes: [scope] })).apiKey);
  }
  const needed = new Map<string, string>();
  const { paths } = (await call(`${url}/openapi.json`, 'GET')).json as {
    paths: Record<string, Record<string, { security?: object[] }>>;
  };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security = [] }] of Object.entries(methods)) {
      if (!security.some((one) => 'apiKey' in one)) continue;
      const scopes: string[] = [];
      for (const [scope, key] of keys) {
        // What else is wrong with the request is found later.
        const target = `${url}${path.replace('{id}', 'x')}`;
        const answer = await call(target, method.toUpperCase(), { key });
        if (answer.json.code !== 'HPL_AUTH_SCOPE') scopes.push(scope);
        else assert.equal(answer.status, 403);
        assert.notEqual(answer.status, 401);
      }
      needed.set(`${method.toUpperCase()} ${path}`, scopes.join());
    }
  }
  assert.ok(needed.size >= 11, `${needed.size} operations`);
  assert.equal(needed.get(FOR_EVERY_KEY), [...keys.keys()].join());
  needed.delete(FOR_EVERY_KEY);
  for (const [operation, scopes] of needed) {
    const [method, path = ''] = operation.split(' ');
    const expected = path.startsWith('/api/keys')
      ? 'manage'
      : method === 'GET'
        ? 'read'
        : path.startsWith('/api/events')
          ? 'events:write'
          : 'manage';
    assert.equal(scopes, expected, operation);
  }
  assert.equal(
    (await call(`${url}/api/events`, 'POST', { key: String(keys.get('events:write')), body: EVENT })).status,
    202,
  );
});

test('a key in its overlap makes no key that would outlive it', async (t) => {
  const { url } = await startApi(t);
  const { apiKey, keyId } = await createTenant(url);
  const { id: other } = await makeKey(url, apiKey, {});
  const rotated = await call(`${url}/api/keys/rotate`, 'POST', { key: apiKey });
  assert.equal(rotated.status, 201, rotated.text);
  for (const [path, body] of [
    ['/api/keys', {}],
    ['/api/keys/rotate', {}],
    ['/api/keys/rotate', { key_id: other }],
  ] as const) {
    const refused = await call(`${url}${path}`, 'POST', { key: apiKey, body });
    assert.deepEqual(codeOf(refused), [403, 'HPL_AUTH_KEY_EXPIRING'], `${path} ${JSON.stringify(body)}`);
  }
  // It is good for everything else, and its successor makes keys.
  assert.ok(await isGood(url, apiKey));
  const successor = String(rotated.json.api_key);
  const again = await call(`${url}/api/keys/rotate`, 'POST', { key: successor, body: { key_id: keyId } });
  assert.equal(again.status, 201, again.text);
});

test('the last key that can manage stays, unless the admin wants it gone', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, keyId, organizationId } = await createTenant(url);
  assert.deepEqual(codeOf(await revoke(url, apiKey, keyId)), [409, 'HPL_KEY_LAST_MANAGER']);
  // Neither a key without the scope nor one that will expire takes its place.
  await makeKey(url, apiKey, { scopes: ['events:write'] });
  const expiring = await makeKey(url, apiKey, {});
  await database.pool.query(`update api_keys set expires_at = now() + interval '1 h' where id = $1`, [
    expiring.id,
  ]);
  assert.deepEqual(codeOf(await revoke(url, apiKey, keyId)), [409, 'HPL_KEY_LAST_MANAGER']);
  const other = await makeKey(url, apiKey, {});
  // Of two at once that would each leave the other, one stays.
  const both = await Promise.all([revoke(url, apiKey, keyId), revoke(url, apiKey, other.id)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409]);
  const [left = ''] = both.flatMap(({ status }, i) => (status === 409 ? [[keyId, other.id][i]] : []));
  const shut = await admin(url, 'DELETE', `/api/keys/${left}?organization_id=${organizationId}`);
  assert.equal(shut.status, 204, shut.text);
});

test('keys are listed by pages, newest first, without their secrets, with their last use', async (t) => {
  const { url, database, service } = await startApi(t);
  const { apiKey, keyId } = await createTenant(url);
  const ids = [keyId];
  for (const name of ['a', 'b', 'c', 'd']) ids.unshift((await makeKey(url, apiKey, { name })).id);
  const listed: string[] = [];
  let cursor: unknown = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = await call(`${url}/api/keys?limit=2${query}`, 'GET', { key: apiKey });
    assert.equal(page.status, 200, page.text);
    assert.doesNotMatch(page.text, /sha256|hop_|secret/);
    listed.push(...(page.json.keys as { id: string }[]).map(({ id }) => id));
    cursor = page.json.next_cursor;
  } while (cursor !== null);
  assert.deepEqual(listed, ids);
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'other=1']) {
    assert.equal((await call(`${url}/api/keys?${query}`, 'GET', { key: apiKey })).status, 400, query);
  }
  await service.stop(AbortSignal.timeout(5000));
  const { rows } = await database.pool.query(
    'select id, last_used_at is not null as used from api_keys order by created_at desc, id desc',
  );
  assert.deepEqual(
    rows.map(({ used }) => used),
    [false, false, false, false, true],
  );
});

test('the admin token manages the keys of any organization, a key only those of its own', async (t) => {
  const { url } = await startApi(t);
  const [one, two] = [await createTenant(url), await createTenant(url)];
  const of = `?organization_id=${one.organizationId}`;
  const made = await admin(url, 'POST', `/api/keys${of}`, { name: 'by hand' });
  assert.deepEqual([made.status, made.json.scopes], [201, ['events:write', 'read', 'manage']]);
  assert.ok(await isGood(url, String(made.json.api_key)));
  const list = await admin(url, 'GET', `/api/keys${of}`);
  assert.deepEqual(
    (list.json.keys as { id: string }[]).map(({ id }) => id),
    [made.json.id, one.keyId],
  );
  const rotated = await admin(url, 'POST', `/api/keys/rotate${of}`, { key_id: made.json.id });
  assert.equal(rotated.status, 201, rotated.text);
  assert.deepEqual(codeOf(await admin(url, 'POST', `/api/keys/rotate${of}`, {})), [
    400,
    'HPL_REQUEST_INVALID',
  ]);
  const nobody = '?organization_id=0198f2d0-5a3c-7cc1-9d43-0d2f6d1c7a10';
  assert.deepEqual(codeOf(await admin(url, 'POST', `/api/keys${nobody}`, {})), [
    404,
    'HPL_ORGANIZATION_NOT_FOUND',
  ]);
  assert.deepEqual(codeOf(await admin(url, 'GET', '/api/keys')), [400, 'HPL_REQUEST_INVALID']);
  const wrong = await call(`${url}/api/keys${of}`, 'GET', { headers: { authorization: 'Bearer wrong' } });
  assert.deepEqual(codeOf(wrong), [401, 'HPL_AUTH_KEY_REFUSED']);

  const key = two.apiKey;
  assert.equal((await call(`${url}/api/keys${of}`, 'GET', { key })).status, 400);
  assert.deepEqual(codeOf(await revoke(url, key, one.keyId)), [404, 'HPL_KEY_NOT_FOUND']);
  const foreign = await call(`${url}/api/keys/rotate`, 'POST', { key, body: { key_id: one.keyId } });
  assert.deepEqual(codeOf(foreign), [404, 'HPL_KEY_NOT_FOUND']);
  const own = await call(`${url}/api/keys?cursor=${one.keyId}`, 'GET', { key });
  assert.deepEqual(own.json.keys, []);
  assert.ok(await isGood(url, one.apiKey));
});

test('an organization has at most 100 valid keys; revoked and expired ones do not count', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  await database.pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check, revoked_at, expires_at)
     select 'filler' || lpad(n::text, 10, '0'), $1, 'x', 0, case when n > 98 then now() end, case when n > 110 then now() end
       from generate_series(1, 120) n`,
    [organizationId],
  );
  assert.equal((await call(`${url}/api/keys`, 'POST', { key: apiKey, body: {} })).status, 201);
  const full = await call(`${url}/api/keys`, 'POST', { key: apiKey, body: {} });
  assert.deepEqual(codeOf(full), [409, 'HPL_KEY_LIMIT']);
  assert.deepEqual(codeOf(await call(`${url}/api/keys/rotate`, 'POST', { key: apiKey })), [
    409,
    'HPL_KEY_LIMIT',
  ]);
});

test('of the keys that are revoked or have expired an organization keeps the newest 1,000', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, keyId, organizationId } = await createTenant(url);
  const { apiKey: foreign } = await createTenant(url);
  await database.pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check, created_at, revoked_at, expires_at)
     select 'filler' || lpad(n::text, 10, '0'), $1, 'x', 0, now() - make_interval(days => n),
            case when n % 2 = 0 then now() end, case when n % 2 = 1 then now() end
       from generate_series(1, 1010) n`,
    [organizationId],
  );
  const kept = async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from api_keys where organization_id = $1 order by created_at desc, id desc',
      [organizationId],
    );
    return rows.map(({ id }) => id);
  };
  await makeKey(url, foreign, {});
  assert.equal((await kept()).length, 1011);
  const made = await makeKey(url, apiKey, {});
  const left = await kept();
  assert.deepEqual(left.slice(0, 3), [made.id, keyId, 'filler0000000001']);
  assert.deepEqual([left.length, left.at(-1)], [1002, 'filler0000001000']);
  // The one that ends with a rotation is one more.
  const ended = await call(`${url}/api/keys/rotate`, 'POST', { key: apiKey, body: { overlap_seconds: 0 } });
  assert.equal(ended.status, 201);
  const now = await kept();
  assert.deepEqual([now.length, now.at(-1)], [1002, 'filler0000000999']);
});
