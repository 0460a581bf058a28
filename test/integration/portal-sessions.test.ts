// A customer portal's link: what it looks like, what it may do, and when it ends. That it shows nothing of another organization:
// portal-isolation.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealPortalGrant } from '@hopline/api/auth/portal-link';
import { beginSession, sealSession } from '@hopline/api/auth/session';
import { parseSecretKeys, SecretBox } from '@hopline/wire/secret-box';
import { readTheme } from '../../services/console/src/theme/portal-theme.ts';
import { signIn } from '../support/browser-session.ts';
import { secretBox } from '../support/secret-keys.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';
import { codeOf, makeKey, revoke } from './api-keys-fixture.ts';

const HOOK = { url: 'https://example.com/hooks' };
const REFUSED = [401, 'HPL_AUTH_KEY_REFUSED'];
const SCOPE = [403, 'HPL_AUTH_SCOPE'];

async function makeLink(url: string, key: string, body: object = {}) {
  const answer = await call(`${url}/api/portal-sessions`, 'POST', { key, body });
  assert.equal(answer.status, 201, answer.text);
  return { answer, link: new URL(String(answer.json.url)), token: String(answer.json.token) };
}

/** A call with the token of a link. */
const withLink = (url: string, token: string, method: string, path: string, body?: object) =>
  call(`${url}${path}`, method, {
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  });

test('a link ends no later than the key that makes it', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const rotated = await call(`${url}/api/keys/rotate`, 'POST', {
    key: apiKey,
    body: { overlap_seconds: 300 },
  });
  assert.equal(rotated.status, 201, rotated.text);
  const { answer } = await until('its end is known', async () => {
    const made = await makeLink(url, apiKey, { expires_in_seconds: 3600 });
    return Date.parse(String(made.answer.json.expires_at)) <= Date.now() + 300_000 && made;
  });
  assert.ok(Date.parse(String(answer.json.expires_at)) > Date.now() + 200_000);
  const { answer: ofSuccessor } = await makeLink(url, String(rotated.json.api_key), {
    expires_in_seconds: 600,
  });
  assert.ok(Date.parse(String(ofSuccessor.json.expires_at)) > Date.now() + 500_000);
});

test('a link opens the console for its organization, and its token goes to no server', async (t) => {
  const { url, lines } = await startApi(t, { PUBLIC_URL: 'https://hopline.example.com/' });
  const { apiKey, organizationId, keyId } = await createTenant(url, 'A customer');
  const { answer, link, token } = await makeLink(url, apiKey, { expires_in_seconds: 600 });
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(`${link.origin}${link.pathname}${link.search}`, 'https://hopline.example.com/console/portal');
  assert.equal(link.hash, `#${token}`);
  // RFC 6750, section 2.1.
  assert.match(token, /^[A-Za-z0-9._~+/-]+=*$/);
  const left = Date.parse(String(answer.json.expires_at)) - Date.now();
  assert.ok(left > 540_000 && left <= 600_000, String(left));
  const current = await withLink(url, token, 'GET', '/api/sessions/current');
  assert.equal(current.headers.get('cache-control'), 'no-store');
  assert.deepEqual(
    [current.json.kind, current.json.organization, current.json.scopes, current.json.session],
    ['portal', { id: organizationId, name: 'A customer', tier: 'free' }, ['read', 'manage'], null],
  );
  const list = await withLink(url, token, 'GET', '/api/endpoints');
  assert.deepEqual([list.status, list.headers.get('cache-control')], [200, 'no-store']);
  const made = await withLink(url, token, 'POST', '/api/endpoints', HOOK);
  assert.equal(made.status, 201, made.text);
  const rotated = await withLink(url, token, 'POST', `/api/endpoints/${made.json.id}/rotate-secret`, {});
  assert.equal(rotated.status, 200, rotated.text);

  const written = JSON.stringify(lines);
  assert.ok(!written.includes(token) && !written.includes(apiKey));
  const by = (message: string) => lines.find((line) => line.message === message)?.fields.by;
  assert.equal(by('portal_session.created'), keyId);
  assert.equal(by('endpoint.secret_rotated'), `portal:${keyId}`);
});

test('without PUBLIC_URL a link leads to where it was asked for', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const { link } = await makeLink(url, apiKey);
  assert.equal(`${link.origin}${link.pathname}`, `${url}/console/portal`);
});

test('a link sends no events, and makes neither keys nor links nor sessions', async (t) => {
  const { url } = await startApi(t);
  const { apiKey, keyId, organizationId } = await createTenant(url);
  const { token } = await makeLink(url, apiKey);
  const asks: [string, string, object?][] = [
    ['POST', '/api/events', { type: 'a.b', payload: {} }],
    ['POST', '/api/events/batch', { events: [{ type: 'a.b', payload: {} }] }],
    ['GET', '/api/keys'],
    ['POST', '/api/keys', {}],
    ['POST', '/api/keys/rotate', {}],
    ['DELETE', `/api/keys/${keyId}`],
    ['POST', '/api/portal-sessions', {}],
    ['POST', '/api/sessions', { token }],
  ];
  for (const [method, path, body] of asks)
    assert.deepEqual(codeOf(await withLink(url, token, method, path, body)), REFUSED, `${method} ${path}`);
  const ofAdmin: [string, string, object?][] = [
    ['GET', '/api/organizations'],
    ['GET', `/api/organizations/${organizationId}`],
    ['POST', '/api/keys/generate', { organization_name: 'another' }],
    ['GET', '/api/admin/lag/stream'],
  ];
  for (const [method, path, body] of ofAdmin)
    assert.equal((await withLink(url, token, method, path, body)).status, 401, `${method} ${path}`);
});

test('a link may do no more than the key that made it, and with read_only it changes nothing', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const make = (key: string) => call(`${url}/api/portal-sessions`, 'POST', { key, body: {} });
  for (const scopes of [['read'], ['manage'], ['events:write', 'read']]) {
    const { apiKey: lesser } = await makeKey(url, apiKey, { scopes });
    assert.deepEqual(codeOf(await make(lesser)), SCOPE, scopes.join());
  }
  const { token } = await makeLink(url, apiKey, { read_only: true });
  assert.deepEqual((await withLink(url, token, 'GET', '/api/sessions/current')).json.scopes, ['read']);
  assert.equal((await withLink(url, token, 'GET', '/api/deliveries')).status, 200);
  assert.deepEqual(codeOf(await withLink(url, token, 'POST', '/api/endpoints', HOOK)), SCOPE);
  assert.equal((await call(`${url}/api/portal-sessions`, 'POST', { body: {} })).status, 401);
});

test('whoever has signed in makes links as well, which outlive neither their end nor the key', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const maker = await makeKey(url, apiKey, { scopes: ['read', 'manage'] });
  const session = await signIn(url, maker.apiKey);
  const made = await session.ask('POST', '/api/portal-sessions', { body: {} });
  assert.equal(made.status, 201, made.text);
  const ofKey = await makeLink(url, maker.apiKey, { expires_in_seconds: 86_400 });
  const tokens = [String(made.json.token), ofKey.token];
  const ask = (token: string) => withLink(url, token, 'GET', '/api/endpoints');
  for (const token of tokens) assert.equal((await ask(token)).status, 200);
  assert.ok((await revoke(url, apiKey, maker.id)).status < 300);
  await until('the links have ended with the key', async () => {
    const answers = await Promise.all(tokens.map(ask));
    return answers.every((answer) => answer.json.code === 'HPL_AUTH_KEY_REFUSED');
  });
});

test('what is over, changed, or sealed elsewhere is no link', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const grant = { key: apiKey, readOnly: false, expiresAt: Date.now() + 60_000 };
  const { token } = await makeLink(url, apiKey);
  const elsewhere = new SecretBox(parseSecretKeys(`test:${Buffer.alloc(32, 9).toString('base64')}`));
  const session = sealSession(secretBox, beginSession({ kind: 'key', secret: apiKey }, Date.now()));
  const none = [
    sealPortalGrant(secretBox, { ...grant, expiresAt: Date.now() }),
    sealPortalGrant(elsewhere, grant),
    sealPortalGrant(secretBox, { ...grant, key: `${apiKey}x` }),
    `${token.slice(0, -9)}AAAAAAAAA`,
    token.slice(0, -20),
    token.replace('hpp_', ''),
    `hpp_${JSON.stringify(grant)}`,
    `hpp_${session.slice('sealed:v1:'.length).replace(':', '.')}`,
    'hpp_',
  ];
  for (const one of none)
    assert.deepEqual(codeOf(await withLink(url, one, 'GET', '/api/endpoints')), REFUSED, one);
  const good = await withLink(url, sealPortalGrant(secretBox, grant), 'GET', '/api/endpoints');
  assert.equal(good.status, 200);
});

test('a link is good for a minute to a day', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  for (const seconds of [0, 59, 86_401, 90.5, '600', null]) {
    const body = { expires_in_seconds: seconds };
    const answer = await call(`${url}/api/portal-sessions`, 'POST', { key, body });
    assert.deepEqual(
      [...codeOf(answer), answer.json.pointer],
      [400, 'HPL_REQUEST_INVALID', '/expires_in_seconds'],
    );
  }
});

test('a theme goes into the query of the link, where the console finds all of it', async (t) => {
  const { url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const theme = {
    ...{ accent: '#0B5FFF', background: '#fff', surface: '#f4f4f5', text: '#18181b' },
    ...{ radius: 0, font_size: 20, scheme: 'light' },
  };
  const { link, token } = await makeLink(url, apiKey, { theme });
  assert.equal(link.hash, `#${token}`);
  const { properties, scheme } = readTheme(link.searchParams);
  assert.equal(scheme, 'light');
  const shown = ['--accent', '--background', '--surface', '--text', '--radius', '--font-size'];
  assert.deepEqual(
    shown.map((name) => properties[name]),
    ['#0b5fff', '#fff', '#f4f4f5', '#18181b', '0px', '20px'],
  );
  assert.equal((await makeLink(url, apiKey, { theme: {} })).link.search, '');
});

test('a theme of anything but colours and numbers is refused, and what is wrong is named', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const wrong: [string, object][] = [
    ['/theme/accent', { accent: 'red' }],
    ['/theme/accent', { accent: 'url(https://attacker.example/x)' }],
    ['/theme/accent', { accent: '#12345' }],
    ['/theme/accent', { accent: '#fff;}' }],
    ['/theme/text', { text: '#ffffff\n' }],
    ['/theme/radius', { radius: 25 }],
    ['/theme/radius', { radius: 1.5 }],
    ['/theme/font_size', { font_size: '14' }],
    ['/theme/font_size', { font_size: 11 }],
    ['/theme/scheme', { scheme: 'sepia' }],
    ['/theme/font', { font: 'Comic Sans' }],
  ];
  for (const [pointer, theme] of wrong) {
    const answer = await call(`${url}/api/portal-sessions`, 'POST', { key, body: { theme } });
    const said = `${JSON.stringify(theme)}: ${answer.text}`;
    assert.deepEqual([...codeOf(answer), answer.json.pointer], [400, 'HPL_REQUEST_INVALID', pointer], said);
  }
});
