// API keys over their life: made, used within their scopes, rotated, revoked everywhere, also through outages.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, type Answer, call, createTenant, makeApi, startApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };
// Without a notice an instance would go on with what it knows for half a minute, or for five.
const SOON_MS = 10_000;

interface ShownKey {
  readonly id: string;
  readonly apiKey: string;
}

async function makeKey(url: string, key: string, body: object): Promise<ShownKey> {
  const made = await call(`${url}/api/keys`, 'POST', { key, body });
  assert.equal(made.status, 201, made.text);
  return { id: String(made.json.id), apiKey: String(made.json.api_key) };
}

const admin = (url: string, method: string, path: string, body?: object) =>
  call(`${url}${path}`, method, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    ...(body === undefined ? {} : { body }),
  });

const revoke = (url: string, key: string, id: string) => call(`${url}/api/keys/${id}`, 'DELETE', { key });

/** Whether a key is good, by a route that takes any key with `read`. */
const isGood = async (url: string, key: string) => {
  const { status } = await call(`${url}/api/endpoints`, 'GET', { key });
  assert.ok(status === 200 || status === 401, String(status));
  return status === 200;
};

async function startTwo(t: TestContext, database?: TestDatabase) {
  const shared = { database: database ?? (await createDatabase(t)), topics: await createTopics() };
  const both = [makeApi(t, shared), makeApi(t, shared)] as const;
  await Promise.all(both.map(({ service }) => service.start()));
  const [one, two] = both.map(({ service }) => `http://127.0.0.1:${service.port()}`);
  const listening = () =>
    both.every(({ lines }) => lines.some(({ message }) => message === 'listener.connected'));
  await until('both listen', listening);
  return { ...shared, one: String(one), two: String(two), both };
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const codeOf = ({ status, json }: Answer) => [status, json.code];

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

test('after a rotation both keys are good until the overlap is over, on every instance', async (t) => {
  const { one, two } = await startTwo(t);
  const { apiKey } = await createTenant(one);
  const old = await makeKey(one, apiKey, { name: 'the shop', scopes: ['read', 'manage'] });
  assert.ok((await isGood(one, old.apiKey)) && (await isGood(two, old.apiKey)));

  const rotated = await call(`${one}/api/keys/rotate`, 'POST', {
    key: old.apiKey,
    body: { overlap_seconds: 600 },
  });
  assert.equal(rotated.status, 201, rotated.text);
  assert.deepEqual([rotated.json.name, rotated.json.scopes], ['the shop', ['read', 'manage']]);
  assert.equal((rotated.json.replaces as { id: string }).id, old.id);
  const successor = String(rotated.json.api_key);
  assert.deepEqual(
    [await isGood(one, successor), await isGood(two, successor), await isGood(two, old.apiKey)],
    [true, true, true],
  );
  const shorter = await call(`${one}/api/keys/rotate`, 'POST', {
    key: apiKey,
    body: { key_id: old.id, overlap_seconds: 1 },
  });
  const { expires_at } = shorter.json.replaces as { expires_at: string };
  for (const url of [one, two]) {
    await until('the overlap is over', async () => !(await isGood(url, old.apiKey)), SOON_MS);
  }
  // The test's clock is the database's: both run here.
  assert.ok(Date.now() >= Date.parse(expires_at));
  assert.ok(await isGood(one, successor));

  // Without anything said: the key of the request, for another day.
  const daily = await call(`${one}/api/keys/rotate`, 'POST', { key: successor });
  const ends = Date.parse((daily.json.replaces as { expires_at: string }).expires_at);
  assert.ok(Math.abs(ends - Date.now() - 86_400_000) < 60_000);
  // An end that is set is never put off.
  const again = await call(`${one}/api/keys/rotate`, 'POST', {
    key: apiKey,
    body: { key_id: rotated.json.id, overlap_seconds: 604_800 },
  });
  assert.equal(Date.parse((again.json.replaces as { expires_at: string }).expires_at), ends);
  const none = await call(`${one}/api/keys/rotate`, 'POST', { key: apiKey, body: { key_id: old.id } });
  assert.deepEqual(codeOf(none), [404, 'HPL_KEY_NOT_FOUND']);
  const long = await call(`${one}/api/keys/rotate`, 'POST', {
    key: apiKey,
    body: { overlap_seconds: 604_801 },
  });
  assert.deepEqual([long.status, long.json.pointer], [400, '/overlap_seconds']);
  const atOnce = await call(`${one}/api/keys/rotate`, 'POST', { key: apiKey, body: { overlap_seconds: 0 } });
  assert.equal(atOnce.status, 201);
  for (const url of [one, two]) {
    await until('it ends at once', async () => !(await isGood(url, apiKey)), SOON_MS);
  }
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

test('a revoked key is refused by every instance at once, again and again', async (t) => {
  const { one, two } = await startTwo(t);
  const { apiKey } = await createTenant(one);
  const { id, apiKey: key } = await makeKey(one, apiKey, {});
  assert.ok((await isGood(one, key)) && (await isGood(two, key)));
  const revoked = await revoke(one, apiKey, id);
  assert.deepEqual([revoked.status, revoked.text], [204, '']);
  for (const url of [two, one]) {
    await until('it is refused', async () => !(await isGood(url, key)), SOON_MS);
  }
  assert.equal((await revoke(two, apiKey, id)).status, 204);
  assert.deepEqual(codeOf(await revoke(one, apiKey, 'A'.repeat(16))), [404, 'HPL_KEY_NOT_FOUND']);
  const list = await call(`${one}/api/keys`, 'GET', { key: apiKey });
  const [listed] = (list.json.keys as { id: string; revoked_at: string }[]).filter((one) => one.id === id);
  assert.ok(Date.parse(listed?.revoked_at ?? '') <= Date.now());
});

test('a revocation reaches the other instance about as fast as a notice goes round, long before any check', async (t) => {
  const { one, two, database } = await startTwo(t);
  const { apiKey } = await createTenant(one);
  const listener = await database.pool.connect();
  await listener.query('listen a_round_trip');
  const delays: number[] = [];
  const roundTrips: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const { id, apiKey: key } = await makeKey(one, apiKey, {});
    assert.ok(await isGood(two, key));
    const notified = once(listener, 'notification');
    let from = performance.now();
    await database.pool.query('notify a_round_trip');
    await notified;
    roundTrips.push(performance.now() - from);
    assert.equal((await revoke(one, apiKey, id)).status, 204);
    from = performance.now();
    await until('it is refused', async () => !(await isGood(two, key)), SOON_MS);
    delays.push(performance.now() - from);
  }
  listener.release(true);
  const [delay, roundTrip] = [median(delays), median(roundTrips)];
  t.diagnostic(`revoked after ${Math.round(delay)} ms, a notice takes ${Math.round(roundTrip)} ms`);
  assert.ok(delay < 2000 + 3 * roundTrip, `${delay} ms, while a notice takes ${roundTrip} ms`);
});

test('what an organization may do changes on every instance without a further look-up by a request', async (t) => {
  const { one, two } = await startTwo(t);
  const { apiKey: key, organizationId } = await createTenant(one);
  const limitAt = async (url: string) => {
    const { headers } = await call(`${url}/api/events`, 'POST', { key, body: EVENT });
    return /q=(\d+)/.exec(headers.get('ratelimit-policy') ?? '')?.[1];
  };
  assert.deepEqual([await limitAt(one), await limitAt(two)], ['1000', '1000']);
  const path = `/api/organizations/${organizationId}`;
  assert.equal((await admin(one, 'PATCH', path, { rate_limit: 77 })).status, 200);
  for (const url of [one, two]) {
    await until('the new limit holds', async () => (await limitAt(url)) === '77', SOON_MS);
  }
});

test('a key that is revoked while the connection for notices is broken is refused as well', async (t) => {
  const { one, two, database, both } = await startTwo(t);
  const { apiKey } = await createTenant(one);
  const keys = [await makeKey(one, apiKey, {}), await makeKey(one, apiKey, {})] as const;
  for (const { apiKey: key } of keys) assert.ok((await isGood(one, key)) && (await isGood(two, key)));
  // The notice of the first revocation finds nobody; that of the second comes when they listen again.
  await database.pool.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'hopline-api-listener' and datname = current_database()`);
  await database.pool.query('update api_keys set revoked_at = now() where id = $1', [keys[0].id]);
  for (const url of [one, two]) {
    await until('the first is refused', async () => !(await isGood(url, keys[0].apiKey)), SOON_MS);
  }
  for (const { lines } of both) {
    await until(
      'it listens again',
      () => lines.filter(({ message }) => message === 'listener.connected').length === 2,
    );
    assert.equal(lines.filter(({ message }) => message === 'listener.lost').length, 1);
  }
  await database.pool.query('update api_keys set revoked_at = now() where id = $1', [keys[1].id]);
  for (const url of [one, two]) {
    await until('the second is refused', async () => !(await isGood(url, keys[1].apiKey)), SOON_MS);
  }
});

test('while Postgres is away a cached key works, and one that was revoked meanwhile is refused once it is back', async (t) => {
  const { database, proxy } = await proxiedDatabase(t);
  const { service, lines } = makeApi(t, { database, topics: await createTopics() });
  await service.start();
  const url = `http://127.0.0.1:${service.port()}`;
  const { apiKey } = await createTenant(url);
  const { id, apiKey: key } = await makeKey(url, apiKey, {});
  const post = async (with_: string) =>
    (await call(`${url}/api/events`, 'POST', { key: with_, body: EVENT })).status;
  assert.deepEqual([await post(key), await post(apiKey)], [202, 202]);
  proxy.close();
  await database.pool.query('update api_keys set revoked_at = now() where id = $1', [id]);
  await until('the loss is noticed', () => lines.some(({ message }) => message === 'listener.lost'));
  assert.deepEqual([await post(key), await post(apiKey)], [202, 202]);
  const refused = await call(`${url}/api/keys`, 'GET', { key: apiKey });
  assert.deepEqual(codeOf(refused), [503, 'HPL_DATABASE_UNAVAILABLE']);
  proxy.open();
  await until('it is refused', async () => (await post(key)) === 401, SOON_MS);
  assert.equal(await post(apiKey), 202);
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
    assert.doesNotMatch(page.text, /argon2|hop_|secret/);
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
