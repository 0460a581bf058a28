import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';

const admin = (url: string, method: string, path: string, body?: unknown) =>
  call(`${url}${path}`, method, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` }, body });

test('the administrator reads and changes an organization; what is not named stays', async (t) => {
  const { url, lines } = await startApi(t);
  const { organizationId: id } = await createTenant(url, 'Acme');
  const path = `/api/organizations/${id}`;
  const made = await admin(url, 'GET', path);
  assert.equal(made.status, 200, made.text);
  const { created_at, ...rest } = made.json;
  assert.match(String(created_at), /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(rest, { id, name: 'Acme', tier: 'free', rate_limit: null, partition_spread: 1 });

  const changes = [
    { rate_limit: 6000 },
    { tier: 'pro', partition_spread: 64 },
    { name: 'Acme Inc.', rate_limit: null },
  ];
  let expected = made.json;
  for (const change of changes) {
    expected = { ...expected, ...change };
    const changed = await admin(url, 'PATCH', path, change);
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.json, expected);
    assert.deepEqual((await admin(url, 'GET', path)).json, expected);
  }
  const changed = lines.filter(({ message }) => message === 'organization.changed');
  assert.equal(changed.length, changes.length);
  assert.equal(changed[0]?.fields.org_id, id);
  assert.equal(changed[0]?.fields.rate_limit, 6000);
});

test('what an organization cannot have is refused with a pointer, and changes nothing', async (t) => {
  const { url } = await startApi(t);
  const { organizationId: id } = await createTenant(url);
  const path = `/api/organizations/${id}`;
  const before = (await admin(url, 'GET', path)).json;
  for (const [body, pointer] of [
    [{ rate_limit: 0 }, '/rate_limit'],
    [{ rate_limit: 1.5 }, '/rate_limit'],
    [{ rate_limit: 1_000_000_001 }, '/rate_limit'],
    [{ rate_limit: '10' }, '/rate_limit'],
    [{ tier: 'gold' }, '/tier'],
    [{ tier: null }, '/tier'],
    [{ partition_spread: 0 }, '/partition_spread'],
    [{ partition_spread: 65 }, '/partition_spread'],
    [{ name: '' }, '/name'],
    [{ name: 'x', id: uuidV7() }, '/id'],
    [{}, ''],
  ] as const) {
    const answer = await admin(url, 'PATCH', path, body);
    const name = JSON.stringify(body);
    assert.deepEqual(
      [answer.status, answer.json.code, answer.json.pointer],
      [400, 'HPL_REQUEST_INVALID', pointer],
      name,
    );
  }
  assert.deepEqual((await admin(url, 'GET', path)).json, before);
  for (const method of ['GET', 'PATCH']) {
    const body = method === 'PATCH' ? { name: 'x' } : undefined;
    const missing = await admin(url, method, `/api/organizations/${uuidV7()}`, body);
    assert.deepEqual([missing.status, missing.json.code], [404, 'HPL_ORGANIZATION_NOT_FOUND']);
  }
});

test('organizations are for the administrator alone', async (t) => {
  const { url } = await startApi(t);
  const { apiKey, organizationId } = await createTenant(url);
  for (const [method, path] of [
    ['GET', '/api/organizations'],
    ['GET', `/api/organizations/${organizationId}`],
    ['PATCH', `/api/organizations/${organizationId}`],
  ] as const) {
    const body = method === 'PATCH' ? { tier: 'enterprise' } : undefined;
    for (const headers of [{}, { 'x-api-key': apiKey }, { authorization: `Bearer ${apiKey}` }]) {
      const answer = await call(`${url}${path}`, method, { headers, body });
      assert.deepEqual([answer.status, answer.json.code], [401, 'HPL_AUTH_ADMIN_REFUSED']);
    }
  }
});

test('all organizations are listed, the newest first, page by page', async (t) => {
  const { url } = await startApi(t);
  const made: string[] = [];
  for (let i = 0; i < 5; i += 1) made.unshift((await createTenant(url, `Tenant ${i}`)).organizationId);
  const listed: unknown[] = [];
  const sizes: number[] = [];
  for (let cursor = ''; ; ) {
    const page = await admin(url, 'GET', `/api/organizations?limit=2${cursor}`);
    assert.equal(page.status, 200, page.text);
    const organizations = page.json.organizations as { id: string }[];
    sizes.push(organizations.length);
    listed.push(...organizations.map(({ id }) => id));
    if (page.json.next_cursor === null) break;
    cursor = `&cursor=${page.json.next_cursor}`;
  }
  assert.deepEqual(listed, made);
  assert.deepEqual(sizes, [2, 2, 1]);
  const all = await admin(url, 'GET', '/api/organizations');
  assert.equal((all.json.organizations as unknown[]).length, 5);
  for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'page=2']) {
    const answer = await admin(url, 'GET', `/api/organizations?${query}`);
    assert.deepEqual([answer.status, answer.json.code], [400, 'HPL_REQUEST_INVALID'], query);
  }
});
