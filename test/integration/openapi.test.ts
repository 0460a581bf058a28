// The description of the API and its page, by themselves; api-contract.test.ts holds the API to it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { problemsOf } from '../support/openapi/check-document.ts';
import type { Json } from '../support/openapi/document.ts';
import { call, startApi } from './api-fixture.ts';

test('the description is OpenAPI 3.1 and has every route', async (t) => {
  const { url } = await startApi(t);
  const answer = await call(`${url}/openapi.json`, 'GET');
  assert.equal(answer.status, 200);
  const document = answer.json as Json;
  // A route that does not describe itself has no operationId, which is one of the problems.
  assert.deepEqual(problemsOf(document), []);
  const operations = Object.entries(document.paths as Json).flatMap(([path, item]) =>
    Object.keys(item as Json).map((method) => `${method.toUpperCase()} ${path}`),
  );
  for (const expected of [
    'POST /api/events',
    'POST /api/events/batch',
    'GET /api/events/{id}',
    'GET /api/inbox',
    'GET /api/stats',
    'GET /api/stats/stream',
    'GET /api/events/stream',
    'GET /api/admin/lag/stream',
    'GET /api/deliveries',
    'POST /api/deliveries/{id}/retry',
    'POST /api/replays/{id}/pause',
    'POST /api/keys/generate',
    'POST /api/keys/rotate',
    'DELETE /api/keys/{id}',
    'PATCH /api/organizations/{id}',
    'PATCH /api/endpoints/{id}',
    'GET /healthz',
    'GET /readyz',
    'GET /metrics',
  ]) {
    assert.ok(operations.includes(expected), expected);
  }
});

test('every error that the API can answer with is described', async (t) => {
  const { url } = await startApi(t);
  const { text } = await call(`${url}/openapi.json`, 'GET');
  const described = new Set([...text.matchAll(/"code":"(HPL_[A-Z_]+)"/g)].map(([, code]) => code));
  const rows = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8').matchAll(
    /^\| (HPL_\w+) \| ([45]\d\d) \|/gm,
  );
  const answered = [...rows].map(([, code]) => code);
  assert.ok(answered.length > 20);
  // They answer a method which a path has no operation for, what another process serves, and whoever wants pages.
  const elsewhere = ['HPL_REQUEST_METHOD', 'HPL_REQUEST_NOT_SERVED', 'HPL_CONSOLE_NOT_BUILT'];
  const missing = answered.filter((code) => !described.has(code) && !elsewhere.includes(code ?? ''));
  assert.deepEqual(missing, []);
});

test('what is wrong in a description is found', async (t) => {
  const { url } = await startApi(t);
  const { text } = await call(`${url}/openapi.json`, 'GET');
  const spoil = (from: string, to: string): string[] => {
    assert.ok(text.includes(from), from);
    return problemsOf(JSON.parse(text.replace(from, to)));
  };
  assert.match(spoil('"openapi":"3.1.0"', '"openapi":"3.0.3"').join(), /openapi is 3\.0\.3/);
  assert.match(spoil('"minLength":', '"minlength":').join(), /the keyword minlength/);
  assert.match(spoil('"/api/events/{id}"', '"/api/events/{event}"').join(), /the parameters of its path/);
  assert.match(spoil('"operationId":"getEvent"', '"operationId":"postEvent"').join(), /its operationId/);
  assert.match(
    spoil('"code":"HPL_REQUEST_INVALID","detail"', '"code":1,"detail"').join(),
    /an example does not fit/,
  );
  assert.throws(() => spoil('#/components/schemas/Problem', '#/components/schemas/Trouble'), /nothing is at/);
});

test('the page is served from here alone, and lets the browser ask nobody else', async (t) => {
  const { url } = await startApi(t);
  const page = await call(`${url}/docs`, 'GET');
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(page.headers.get('x-response-time') ?? '', /^\d+\.\d{3}ms$/);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'self';/);
  assert.doesNotMatch(policy, /https?:|\*|validator|unsafe-eval|script-src[^;]*unsafe/);

  const links = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link ?? '');
  assert.ok(links.length >= 5, page.text);
  for (const link of links) {
    const target = new URL(link, `${url}/docs`);
    assert.equal(target.origin, url, link);
    assert.equal((await fetch(target)).status, 200, link);
  }
  const setUp = await call(`${url}/docs/static/swagger-initializer.js`, 'GET');
  assert.match(setUp.text, /"validatorUrl":\s*null/);
  const asked = async (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/docs/${path}`, { headers });
  const file = 'static/swagger-ui.css';
  const etag = (await asked(file)).headers.get('etag') ?? '';
  assert.equal((await asked(file, { 'if-none-match': etag })).status, 304);
  // Its own conditions and ranges would be answered in another form than ours.
  for (const headers of [
    { range: 'bytes=99999999-' },
    { 'if-match': '"x"' },
    { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  ]) {
    assert.equal((await asked(file, headers)).status, 200, JSON.stringify(headers));
  }
  for (const path of [
    'static/nothing.js',
    'static/%2e%2e%2fpackage.json',
    'static/..%5c',
    'static/.x',
    'nothing',
  ]) {
    const answer = await asked(path);
    const { code } = (await answer.json()) as { code?: string };
    assert.deepEqual([answer.status, code], [404, 'HPL_REQUEST_NO_ROUTE'], path);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  }
});
