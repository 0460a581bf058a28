// One organization that keeps the control plane busy: what it costs the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decorateCallers } from '@hopline/api/auth/authenticate';
import { observeRequests } from '@hopline/api/http/observe';
import { createSlowRequestLog } from '@hopline/api/http/slow-requests';
import type { TypedApp } from '@hopline/api/http/typed-app';
import { keyRoutes } from '@hopline/api/routes/keys';
import { createLogger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createHttpMetrics } from '@hopline/telemetry/metrics/http';
import fastify from 'fastify';
import { until } from '../support/until.ts';
import type { Tenant } from './api-fixture.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };

/** Locks an organization as making a key does, until the test lets it go. */
async function lock(database: Awaited<ReturnType<typeof startApi>>['database'], { organizationId }: Tenant) {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('select from organizations where id = $1 for no key update', [organizationId]);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

test('revoking keys that are unknown or revoked waits for nobody', async (t) => {
  const { url, database } = await startApi(t);
  const tenant = await createTenant(url);
  const key = tenant.apiKey;
  const made = await call(`${url}/api/keys`, 'POST', { key, body: {} });
  assert.equal((await call(`${url}/api/keys/${made.json.id}`, 'DELETE', { key })).status, 204);
  const release = await lock(database, tenant);
  try {
    const again = [made.json.id, 'A'.repeat(16)].map((id) =>
      call(`${url}/api/keys/${id}`, 'DELETE', { key }).then(({ status }) => status),
    );
    assert.deepEqual(await Promise.all(again), [204, 404]);
    const rotated = await call(`${url}/api/keys/rotate`, 'POST', { key, body: { key_id: 'A'.repeat(16) } });
    assert.equal(rotated.status, 404);
  } finally {
    await release();
  }
});

test('an organization whose requests all wait for a lock holds up neither keys nor revocations nor the requests of others', async (t) => {
  const { url, database, lines } = await startApi(t, { POOL_SIZE: '6' });
  const [busy, quiet] = [await createTenant(url), await createTenant(url)];
  const post = async (key: string) => (await call(`${url}/api/events`, 'POST', { key, body: EVENT })).status;
  const made = await call(`${url}/api/keys`, 'POST', { key: quiet.apiKey, body: {} });
  const [revoked, id] = [String(made.json.api_key), String(made.json.id)];
  assert.equal(await post(revoked), 202);
  const release = await lock(database, busy);
  const settled: number[] = [];
  const flood = Array.from({ length: 60 }, async () => {
    const { status, headers } = await call(`${url}/api/keys`, 'POST', { key: busy.apiKey, body: {} });
    if (status === 429) assert.equal(headers.get('retry-after'), '1');
    settled.push(status);
  });
  try {
    await until('all but those that may wait are refused', () => settled.length >= 24);
    assert.deepEqual(new Set(settled), new Set([429]));
    // A key that is not in memory, a request of another organization, and a revocation.
    assert.equal(await post(quiet.apiKey), 202);
    assert.equal((await call(`${url}/api/endpoints`, 'GET', { key: quiet.apiKey })).status, 200);
    const gone = await call(`${url}/api/keys/${id}`, 'DELETE', { key: quiet.apiKey });
    assert.equal(gone.status, 204, gone.text);
    await until('the revoked key is refused', async () => (await post(revoked)) === 401);
    assert.equal(lines.filter(({ message }) => message === 'key_look_up.failed').length, 0);
  } finally {
    await release();
  }
  await Promise.all(flood);
  // 4 and 32 may wait; those that were first are made, unless Postgres gave them up before.
  assert.equal(settled.filter((status) => status === 429).length, 24);
});

test('whoever may make no key is told so without waiting for those who make some', async (t) => {
  const { url, database } = await startApi(t);
  const tenant = await createTenant(url);
  const { keyId, organizationId } = tenant;
  await database.pool.query(
    `insert into api_keys (id, organization_id, secret_hash, secret_check)
     select 'filler' || lpad(n::text, 10, '0'), $1, 'x', 0 from generate_series(1, 99) n`,
    [organizationId],
  );
  let scopes = ['events:write', 'read', 'manage'];
  const log = createLogger('api', 'silent');
  const app: TypedApp = fastify();
  app.setSerializerCompiler(() => JSON.stringify);
  observeRequests(app, createSlowRequestLog(log, 60_000), createHttpMetrics(createMetrics()));
  decorateCallers(app);
  app.addHook('onRequest', async (request) => {
    const limits = { tier: 'free', rateLimit: null, partitionSpread: 1 } as const;
    request.caller = { keyId, organizationId, scopes, ...limits };
  });
  keyRoutes(app, { pool: database.pool, log });
  const make = (path: string, payload: object) => app.inject({ method: 'POST', url: path, payload });
  const release = await lock(database, tenant);
  try {
    const codes: unknown[] = [];
    for (const [path, payload] of [
      ['/api/keys', {}],
      ['/api/keys/rotate', {}],
      ['/api/keys/rotate', { key_id: 'A'.repeat(16) }],
    ] as const) {
      codes.push((await make(path, payload)).json().code);
    }
    scopes = ['manage'];
    codes.push((await make('/api/keys/rotate', { key_id: 'filler0000000007' })).json().code);
    assert.deepEqual(codes, ['HPL_KEY_LIMIT', 'HPL_KEY_LIMIT', 'HPL_KEY_NOT_FOUND', 'HPL_AUTH_SCOPE']);
  } finally {
    await release();
  }
  await database.pool.query(`update api_keys set revoked_at = now() where id = 'filler0000000001'`);
  assert.equal((await make('/api/keys', {})).statusCode, 201);
  // Known to be good a moment ago, and revoked since.
  await database.pool.query('update api_keys set revoked_at = now() where id = $1', [keyId]);
  assert.equal((await make('/api/keys', {})).statusCode, 401);
});
