// API keys on several instances: what is changed on one holds on every other, also through outages.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';
import { admin, codeOf, isGood, makeKey, revoke } from './api-keys-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };
// Without a notice an instance would go on with what it knows for half a minute, or for five.
const SOON_MS = 20_000;

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
    select pg_terminate_backend(pid, 60000) from pg_stat_activity
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
