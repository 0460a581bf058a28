// A browser's session: what its cookie looks like, what it may do and who may make it do that, and when it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginSession, SESSION_MS, sealSession } from '@hopline/api/auth/session';
import { signIn } from '../support/browser-session.ts';
import { SECRET_KEYS, secretBox } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, makeApi, startApi } from './api-fixture.ts';
import { codeOf, makeKey, revoke } from './api-keys-fixture.ts';

const HOOK = { url: 'https://example.com/hooks' };
const CSRF = [403, 'HPL_AUTH_CSRF'];
const FOREIGN = [403, 'HPL_AUTH_ORIGIN'];
const REFUSED = [401, 'HPL_AUTH_KEY_REFUSED'];
const MISSING = [401, 'HPL_AUTH_KEY_MISSING'];

test('whoever signs in gets a cookie that no script reads and that holds no key, and is told what they may do', async (t) => {
  const { url, lines } = await startApi(t);
  const { apiKey, organizationId, keyId } = await createTenant(url, 'Those who sign in');
  const session = await signIn(url, apiKey);
  assert.match(
    session.setCookie,
    /^hopline_session=sealed:v1:[\w:-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
  const current = await session.ask('GET', '/api/sessions/current');
  assert.equal(current.headers.get('cache-control'), 'no-store');
  assert.deepEqual(current.json.organization, {
    ...{ id: organizationId, name: 'Those who sign in', tier: 'free' },
  });
  assert.equal(current.json.kind, 'key');
  const shown = current.json.session as Record<string, string>;
  assert.equal(shown.csrf_token, session.csrfToken);
  const left = Date.parse(shown.expires_at ?? '') - Date.now();
  assert.ok(left > SESSION_MS - 60_000 && left <= SESSION_MS, String(left));
  const list = await session.ask('GET', '/api/endpoints');
  assert.deepEqual([list.status, list.headers.get('cache-control')], [200, 'no-store']);

  for (const given of [apiKey, apiKey.slice(-20), session.csrfToken, session.cookie.slice(20)])
    for (const text of [current.text, list.text, JSON.stringify(lines)])
      if (given !== session.csrfToken || text !== current.text) assert.ok(!text.includes(given), text);
  const line = lines.find(({ message }) => message === 'session.created');
  assert.deepEqual([line?.fields.org_id, line?.fields.by], [organizationId, keyId]);
});

test('what changes something needs the token of the very session; what reads does not', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const [session, other] = [await signIn(url, apiKey), await signIn(url, apiKey)];
  const make = (headers: Record<string, string>) =>
    session.ask('POST', '/api/endpoints', { body: HOOK, headers });
  const wrong = [
    ...['', 'x', session.csrfToken.slice(1), `${session.csrfToken}x`, 'é'.repeat(43)],
    ...[other.csrfToken, session.cookie.split('=')[1] ?? ''],
  ];
  for (const token of wrong) {
    const sent = Buffer.from(token, 'utf8').toString('latin1');
    assert.deepEqual(codeOf(await make({ 'x-csrf-token': sent })), CSRF, token);
  }
  const cookie = { headers: { cookie: session.cookie } };
  assert.deepEqual(codeOf(await call(`${url}/api/endpoints`, 'POST', { ...cookie, body: HOOK })), CSRF);
  assert.deepEqual(codeOf(await call(`${url}/api/sessions/current`, 'DELETE', cookie)), CSRF);
  assert.deepEqual((await call(`${url}/api/endpoints`, 'GET', cookie)).json.endpoints, []);
  assert.equal((await make({})).status, 201);
  // Whoever brings a key of their own is no browser that is made to ask.
  const withKey = await call(`${url}/api/endpoints`, 'POST', { ...cookie, key: apiKey, body: HOOK });
  assert.equal(withKey.status, 201, withKey.text);
});

test('a page of another origin changes nothing, though it has the token, and signs nobody in', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const session = await signIn(url, apiKey, { origin: url });
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: url },
    { origin: 'https://attacker.example' },
    { origin: `${url}0` },
    { origin: 'null' },
  ];
  for (const headers of foreign) {
    const said = JSON.stringify(headers);
    const change = await session.ask('POST', '/api/endpoints', { body: HOOK, headers });
    assert.deepEqual(codeOf(change), FOREIGN, said);
    const login = await call(`${url}/api/sessions`, 'POST', { headers, body: { token: apiKey } });
    assert.deepEqual(codeOf(login), FOREIGN, said);
    assert.equal(login.headers.get('set-cookie'), null, said);
  }
  for (const headers of [
    { origin: url },
    { 'sec-fetch-site': 'same-origin', origin: 'http://behind-a-proxy' },
  ]) {
    const change = await session.ask('POST', '/api/endpoints', { body: HOOK, headers });
    assert.equal(change.status, 201, change.text);
  }
});

test('a form, or a body without a type, which pages send without asking, signs nobody in', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const body = JSON.stringify({ token: apiKey });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await call(`${url}/api/sessions`, 'POST', { headers: { 'content-type': type }, body });
    assert.deepEqual(codeOf(answer), [415, 'HPL_REQUEST_MEDIA_TYPE'], type);
  }
  const untyped = await fetch(`${url}/api/sessions`, { method: 'POST', body: Buffer.from(body) });
  assert.ok(untyped.status === 415 || untyped.status === 400, await untyped.text());
  assert.equal(untyped.headers.get('set-cookie'), null);
  const asked = await fetch(`${url}/api/sessions`, {
    method: 'OPTIONS',
    headers: { origin: 'https://attacker.example', 'access-control-request-method': 'POST' },
  });
  assert.equal(asked.headers.get('access-control-allow-origin'), null);
});

test('a token that is neither a key nor the admin token is refused in the same words, and not repeated', async (t) => {
  const { url, lines } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const wrong = [`${apiKey.slice(0, -1)}${apiKey.endsWith('A') ? 'B' : 'A'}`, `${ADMIN_TOKEN}x`, 'hunter2'];
  const answers = await Promise.all(
    wrong.map((token) => call(`${url}/api/sessions`, 'POST', { body: { token } })),
  );
  for (const [i, answer] of answers.entries()) {
    assert.deepEqual(codeOf(answer), REFUSED, wrong[i]);
    assert.equal(answer.json.detail, answers[0]?.json.detail);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.ok(!`${answer.text}${JSON.stringify(lines)}`.includes(wrong[i] ?? ''));
  }
  const long = await call(`${url}/api/sessions`, 'POST', { body: { token: 'x'.repeat(1001) } });
  assert.deepEqual([...codeOf(long), long.json.pointer], [400, 'HPL_REQUEST_INVALID', '/token']);
});

test('a session may do what its key may, and ends with it', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const reader = await makeKey(url, apiKey, { scopes: ['read'] });
  const session = await signIn(url, reader.apiKey);
  assert.deepEqual((await session.ask('GET', '/api/sessions/current')).json.scopes, ['read']);
  const refused = await session.ask('POST', '/api/endpoints', { body: HOOK });
  assert.deepEqual(codeOf(refused), [403, 'HPL_AUTH_SCOPE']);
  assert.equal((await session.ask('GET', '/api/organizations')).status, 401, 'it is no administrator');
  assert.ok((await revoke(url, apiKey, reader.id)).status < 300);
  const answer = await until('the session has ended', async () => {
    const { status, json } = await session.ask('GET', '/api/endpoints');
    return status === 401 && json.code;
  });
  assert.equal(answer, 'HPL_AUTH_KEY_REFUSED');
  assert.deepEqual(codeOf(await session.ask('GET', '/api/sessions/current')), REFUSED);
});

test('whoever still has the cookie of a session whose key was revoked signs in again, without its token', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const reader = await makeKey(url, apiKey, { scopes: ['read'] });
  const { cookie, ask } = await signIn(url, reader.apiKey, { origin: url });
  assert.ok((await revoke(url, apiKey, reader.id)).status < 300);
  await until('the session has ended', async () => (await ask('GET', '/api/endpoints')).status === 401);
  // A page that was loaded since cannot know the token: it is told to those who are signed in.
  assert.equal((await ask('GET', '/api/sessions/current')).status, 401);
  const again = await signIn(url, apiKey, { origin: url, cookie });
  assert.equal((await again.ask('GET', '/api/endpoints')).status, 200);
  for (const headers of [
    { cookie, origin: 'https://attacker.example' },
    { cookie, 'sec-fetch-site': 'cross-site' },
  ]) {
    const foreign = await call(`${url}/api/sessions`, 'POST', { headers, body: { token: apiKey } });
    assert.deepEqual(codeOf(foreign), FOREIGN);
    assert.equal(foreign.headers.get('set-cookie'), null);
  }
});

test('the administrator has a session too, which is for what the admin token is for', async (t) => {
  const { url } = await startApi(t);
  const { organizationId } = await createTenant(url);
  const session = await signIn(url, ADMIN_TOKEN);
  assert.equal((await session.ask('GET', '/api/sessions/current')).json.kind, 'admin');
  assert.equal((await session.ask('GET', '/api/organizations')).status, 200);
  const path = `/api/organizations/${organizationId}`;
  const change = { body: { rate_limit: 7 } };
  assert.equal((await session.ask('PATCH', path, change)).status, 200);
  const without = await session.ask('PATCH', path, { ...change, headers: { 'x-csrf-token': '' } });
  assert.deepEqual(codeOf(without), CSRF);
  // Of an organization it reads, and changes nothing.
  const list = await session.ask('GET', `/api/endpoints?organization_id=${organizationId}`);
  assert.equal(list.status, 200, list.text);
  assert.deepEqual(codeOf(await session.ask('POST', '/api/endpoints', { body: HOOK })), MISSING);
});

test('whoever signs out has no cookie any more, and each sign-in is another session', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const [first, second] = [
    await signIn(url, apiKey),
    await signIn(url, apiKey, { cookie: 'hopline_session=known' }),
  ];
  assert.notEqual(first.cookie, second.cookie);
  assert.notEqual(first.csrfToken, second.csrfToken);
  const out = await first.ask('DELETE', '/api/sessions/current');
  assert.equal(out.status, 204);
  assert.equal(out.headers.get('cache-control'), 'no-store');
  assert.match(
    out.headers.get('set-cookie') ?? '',
    /^hopline_session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/,
  );
  const never = await call(`${url}/api/sessions/current`, 'DELETE');
  assert.equal(never.status, 204, 'who was not signed in is signed out as well');
});

test('behind https the cookie is taken from and sent to nothing else', async (t) => {
  const { url } = await startApi(t, { PUBLIC_URL: 'https://hopline.example.com' });
  const { apiKey } = await createTenant(url);
  const session = await signIn(url, apiKey, { origin: 'https://hopline.example.com' });
  assert.match(
    session.setCookie,
    /^__Host-hopline_session=[^;]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
  );
  assert.equal((await session.ask('GET', '/api/endpoints')).status, 200);
  // As another subdomain may set it.
  const tossed = { headers: { cookie: session.cookie.replace('__Host-', '') } };
  assert.deepEqual(codeOf(await call(`${url}/api/endpoints`, 'GET', tossed)), MISSING);
  const foreign = { headers: { origin: 'https://example.com' }, body: { token: apiKey } };
  assert.deepEqual(codeOf(await call(`${url}/api/sessions`, 'POST', foreign)), FOREIGN);
});

test('without PUBLIC_URL a page that was reached by https has such a cookie as well, and the log says once what is missing', async (t) => {
  const { url, lines } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const host = new URL(url).host;
  const session = await signIn(url, apiKey, { origin: `https://${host}` });
  assert.match(session.setCookie, /^__Host-hopline_session=.*; Secure$/);
  assert.equal((await session.ask('GET', '/api/endpoints')).status, 200);
  await signIn(url, apiKey, { origin: `https://${host}` });
  assert.equal(lines.filter(({ message }) => message === 'session.public_url_missing').length, 1);
});

test('a cookie opens with any key of SECRET_KEYS, and not without the one that sealed it', async (t) => {
  const { url, database, topics } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const session = await signIn(url, apiKey);
  const next = `next:${Buffer.alloc(32, 8).toString('base64')}`;
  const ask = async (keys: string) => {
    const { service } = makeApi(t, { database, topics }, { SECRET_KEYS: keys });
    await service.start();
    const headers = { cookie: session.cookie };
    return call(`http://127.0.0.1:${service.port()}/api/endpoints`, 'GET', { headers });
  };
  assert.equal((await ask(`${next},${SECRET_KEYS}`)).status, 200);
  // As `npm run rekey` ends a key that has leaked.
  await database.pool.query("delete from secret_keys where id = 'test'");
  assert.deepEqual(codeOf(await ask(next)), MISSING);
});

test('what is over, changed, or sealed for something else is no session', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const { cookie } = await signIn(url, apiKey);
  const portal = await call(`${url}/api/portal-sessions`, 'POST', { key: apiKey, body: {} });
  const sealed = (begun: number) =>
    `hopline_session=${sealSession(secretBox, beginSession({ kind: 'key', secret: apiKey }, begun))}`;
  const plain = JSON.stringify(beginSession({ kind: 'key', secret: apiKey }, Date.now()));
  const token = String(portal.json.token);
  const none = [
    sealed(Date.now() - SESSION_MS),
    `${cookie.slice(0, -9)}AAAAAAAAA`,
    cookie.slice(0, -30),
    `hopline_session=${apiKey}`,
    `hopline_session=${encodeURIComponent(plain)}`,
    `hopline_session=${token}`,
    `hopline_session=sealed:v1:${token.slice(4).replace('.', ':')}`,
    'hopline_session=',
    'hopline_session',
    ';;=;',
  ];
  for (const one of none) {
    const answer = await call(`${url}/api/endpoints`, 'GET', { headers: { cookie: one } });
    assert.deepEqual(codeOf(answer), MISSING, one);
  }
  const alive = { headers: { cookie: `a=b; ${sealed(Date.now() - SESSION_MS + 60_000)}; c=d` } };
  assert.equal((await call(`${url}/api/endpoints`, 'GET', alive)).status, 200);
  const asKey = { key: cookie.split('=')[1] ?? '' };
  assert.deepEqual(codeOf(await call(`${url}/api/endpoints`, 'GET', asKey)), REFUSED);
});
