// What holds for every route: who may call, how errors look, limits of the HTTP server.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant, startApi } from './api-fixture.ts';

test('only the admin token makes an organization; its key is shown once and is not stored', async (t) => {
  const { url, database, lines } = await startApi(t);
  const generate = (headers: Record<string, string>, body: unknown = { organization_name: 'Acme' }) =>
    call(`${url}/api/keys/generate`, 'POST', { headers, body });
  for (const headers of [
    {},
    { authorization: `Bearer ${ADMIN_TOKEN}x` },
    { authorization: 'Bearer' },
    { authorization: `Basic ${ADMIN_TOKEN}` },
    { 'x-api-key': ADMIN_TOKEN },
  ]) {
    const refused = await generate(headers as Record<string, string>);
    assert.deepEqual([refused.status, refused.json.code], [401, 'HPL_AUTH_ADMIN_REFUSED']);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer /);
  }
  const admin = { authorization: `bearer ${ADMIN_TOKEN}` };
  const made = await generate(admin, { organization_name: 'Acme', tier: 'pro' });
  assert.equal(made.status, 201);
  const { organization_id, key_id, api_key } = made.json;
  assert.deepEqual(made.json, { organization_id, organization_name: 'Acme', tier: 'pro', key_id, api_key });
  assert.match(String(api_key), new RegExp(`^hop_${key_id}_[0-9A-Za-z_-]{43}$`));

  const { rows } = await database.pool.query(
    'select o.*, k.* from organizations o join api_keys k on o.id = k.organization_id',
  );
  assert.equal(rows.length, 1);
  const secret = String(api_key).slice(`hop_${key_id}_`.length);
  assert.ok(!JSON.stringify([rows, lines]).includes(secret));
  assert.match(rows[0].secret_hash, /^\$sha256\$[A-Za-z0-9+/]{43}$/);

  for (const [body, pointer] of [
    [{}, '/organization_name'],
    [{ organization_name: '' }, '/organization_name'],
    [{ organization_name: 'a\0b' }, '/organization_name'],
    [{ organization_name: 'Acme', tier: 'gold' }, '/tier'],
    [{ organization_name: 'Acme', admin: true }, '/admin'],
  ] as const) {
    const refused = await generate(admin, body);
    assert.deepEqual([refused.status, refused.json.pointer], [400, pointer]);
  }
});

test('a key is taken in either header, and anything else is refused with the same words', async (t) => {
  const { url } = await startApi(t);
  const { apiKey, keyId } = await createTenant(url);
  const get = (headers: Record<string, string>) => call(`${url}/api/endpoints`, 'GET', { headers });
  assert.equal((await get({ 'x-api-key': apiKey })).status, 200);
  assert.equal((await get({ authorization: `Bearer ${apiKey}` })).status, 200);
  assert.equal((await get({})).json.code, 'HPL_AUTH_KEY_MISSING');
  const wrong = [
    `hop_${keyId}_${'x'.repeat(43)}`,
    `hop_${'0'.repeat(16)}_${'x'.repeat(43)}`,
    'nonsense',
    ADMIN_TOKEN,
  ];
  for (const key of wrong) {
    const answer = await get({ 'x-api-key': key });
    assert.deepEqual([answer.status, answer.json.code], [401, 'HPL_AUTH_KEY_REFUSED'], key);
    assert.equal(answer.json.detail, 'the API key is not valid');
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="hopline"/);
  }
});

test('every refusal before a route is a problem with a code, a trace_id and X-Response-Time', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const body = '{"type":"a","payload":{}}';
  const type = (value: string) => ({ 'content-type': value });
  const cases: [Promise<Awaited<ReturnType<typeof call>>>, number, string][] = [
    [call(`${url}/nowhere`, 'GET'), 404, 'HPL_REQUEST_NO_ROUTE'],
    [call(`${url}/api/nowhere`, 'POST', { body }), 404, 'HPL_REQUEST_NO_ROUTE'],
    [call(`${url}/api/events`, 'PUT', { body }), 405, 'HPL_REQUEST_METHOD'],
    [call(`${url}/api/events`, 'PUT', { body, headers: type('text/xml') }), 405, 'HPL_REQUEST_METHOD'],
    [call(`${url}/api/endpoints/x`, 'POST', { body }), 405, 'HPL_REQUEST_METHOD'],
    [
      call(`${url}/api/events`, 'POST', { key, body, headers: type('text/plain') }),
      415,
      'HPL_REQUEST_MEDIA_TYPE',
    ],
    [
      call(`${url}/api/events`, 'POST', { key, body, headers: type('nonsense') }),
      415,
      'HPL_REQUEST_MEDIA_TYPE',
    ],
    [
      call(`${url}/api/events`, 'POST', { key, headers: type('application/json') }),
      400,
      'HPL_REQUEST_MALFORMED',
    ],
    [call(`${url}/api/events`, 'POST', { key }), 400, 'HPL_REQUEST_MALFORMED'],
    [call(`${url}/api/events/%zz`, 'GET', { key }), 400, 'HPL_REQUEST_MALFORMED'],
    [
      call(`${url}/api/events`, 'POST', {
        key,
        body: brotliCompressSync(body),
        headers: { 'content-encoding': 'br' },
      }),
      415,
      'HPL_REQUEST_ENCODING',
    ],
  ];
  for (const [i, [pending, status, code]] of cases.entries()) {
    const answer = await pending;
    assert.deepEqual([answer.status, answer.json.code], [status, code], `case ${i}: ${answer.text}`);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.match(answer.headers.get('x-response-time') ?? '', /^\d+\.\d{3}ms$/, `case ${i}`);
    assert.match(String(answer.json.trace_id), /^[0-9a-f]{32}$/);
    assert.equal(typeof answer.json.title, 'string');
  }
  assert.equal((await call(`${url}/api/events`, 'PUT')).headers.get('allow'), 'POST');
  assert.equal(
    (await call(`${url}/api/endpoints/x`, 'POST')).headers.get('allow'),
    'DELETE, GET, HEAD, PATCH',
  );
});

test('a body that is announced as too large is refused before it is sent, and bytes that are no HTTP are a problem too', async (t) => {
  const { service, url } = await startApi(t);
  const { apiKey } = await createTenant(url);
  const early = await exchange(
    service.port(),
    `POST /api/events HTTP/1.1\r\nHost: x\r\nX-API-Key: ${apiKey}\r\nContent-Type: application/json\r\nContent-Length: 50000000\r\n\r\n{`,
  );
  assert.match(early, /^HTTP\/1\.1 413 /);
  assert.match(early, /HPL_REQUEST_TOO_LARGE/);
  for (const [bytes, status, code] of [
    ['nonsense\r\n\r\n', 400, 'HPL_REQUEST_MALFORMED'],
    [
      `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HPL_REQUEST_HEADERS_TOO_LARGE',
    ],
  ] as const) {
    const answer = await exchange(service.port(), bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), answer);
    assert.match(answer, /application\/problem\+json/);
    assert.match(answer, new RegExp(code));
    assert.match(answer, /X-Response-Time: /);
  }
});

test('a key that was revoked is refused once it is asked for again, a new process at once', async (t) => {
  const { url, database } = await startApi(t);
  const { apiKey, keyId } = await createTenant(url);
  await database.pool.query('update api_keys set revoked_at = now() where id = $1', [keyId]);
  assert.equal(
    (await call(`${url}/api/endpoints`, 'GET', { key: apiKey })).json.code,
    'HPL_AUTH_KEY_REFUSED',
  );
});

test('healthz and readyz answer without a key, and readyz names what it looked at', async (t) => {
  const { url } = await startApi(t);
  assert.deepEqual((await call(`${url}/healthz`, 'GET')).json, { status: 'ok' });
  const ready = await until('it is ready, and Postgres answers in time', async () => {
    const { status, json } = await call(`${url}/readyz`, 'GET');
    return status === 200 && (json.checks as Record<string, string>).postgres === 'ok' && json;
  });
  assert.deepEqual(ready, {
    status: 'ok',
    checks: { lifecycle: 'ok', kafka: 'ok', postgres: 'ok', clock: 'ok' },
    away: {},
  });
});

/** Sends bytes on a bare socket and gives all that comes back until the server closes it. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
