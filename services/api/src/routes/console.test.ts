import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { ApiError } from '../errors.ts';
import type { TypedApp } from '../http/typed-app.ts';
import { consoleRoutes } from './console.ts';

/** The routes alone, on what looks like a build, beside which there is a file that is none of its own. */
function serve(t: TestContext, { isBuilt = true, frameOrigins = [] as string[] } = {}): TypedApp {
  const parent = mkdtempSync(join(tmpdir(), 'console-'));
  t.after(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, 'dist');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'a secret');
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'export {}');
  if (isBuilt) writeFileSync(join(folder, 'index.html'), '<title>the page</title>');
  const app: TypedApp = fastify();
  app.setErrorHandler((error, _request, reply) => {
    const known = error instanceof ApiError;
    reply.code(known ? error.status : 500).send({ code: known ? error.code : String(error) });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'HPL_REQUEST_NO_ROUTE' }));
  consoleRoutes(app, { folder, frameOrigins });
  return app;
}

test('every path of the console is its one page, which is asked for again each time', async (t) => {
  const app = serve(t);
  for (const path of [
    '/',
    '/events',
    '/events/0198f3a2-7c1e?x=1',
    '/assets-of-mine',
    '/portal',
    '/portal/a/b',
  ]) {
    const answer = await app.inject(`/console${path}`);
    assert.equal(answer.body, '<title>the page</title>', path);
    assert.equal(answer.headers['cache-control'], 'no-cache', path);
    assert.match(String(answer.headers['content-type']), /^text\/html/);
  }
  const { statusCode, headers } = await app.inject('/console');
  assert.deepEqual([statusCode, headers.location], [302, '/console/']);
});

test('a file is kept for good, since another release names another', async (t) => {
  const app = serve(t);
  const { statusCode, headers, body } = await app.inject('/console/assets/index-abc.js');
  assert.deepEqual([statusCode, body], [200, 'export {}']);
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const odd = [
    { range: 'bytes=99999-' },
    { range: 'bytes=0-1' },
    { 'if-match': '"another"' },
    { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
    { 'if-none-match': String(headers.etag) },
  ];
  for (const sent of odd) {
    const answer = await app.inject({ url: '/console/assets/index-abc.js', headers: sent });
    assert.ok(answer.statusCode < 500, `${JSON.stringify(sent)}: ${answer.statusCode} ${answer.body}`);
  }
});

test('nothing but what was built is served', async (t) => {
  const app = serve(t);
  const names = [
    ...['index-abd.js', '', '.git', 'a/b.js', '..%2findex.html', '..%2f..%2fsecret.txt'],
    ...['..%5c..%5csecret.txt', '%2e%2e%2f%2e%2e%2fsecret.txt', '%252e%252e%252f%252e%252e%252fsecret.txt'],
    ...['index-abc.js%00', 'x'.repeat(90), '/etc/passwd', '%2fetc%2fpasswd', 'index-abc.js/'],
  ];
  for (const name of names) {
    const { statusCode, body, headers } = await app.inject(`/console/assets/${name}`);
    assert.deepEqual([statusCode, body], [404, '{"code":"HPL_REQUEST_NO_ROUTE"}'], name);
    assert.doesNotMatch(String(headers['cache-control']), /immutable/, name);
  }
});

test('no page of another origin shows the console in a frame, and those that are named show the portal alone', async (t) => {
  const frameOrigins = ['https://app.example.com', 'https://shop.example.net:8443'];
  const [open, closed] = [serve(t, { frameOrigins }), serve(t)];
  const ancestors = async (app: TypedApp, path: string) => {
    const { headers } = await app.inject(path);
    const policy = String(headers['content-security-policy']);
    return [/frame-ancestors ([^;]*)/.exec(policy)?.[1], headers['x-frame-options']];
  };
  const nobody = ["'none'", 'DENY'];
  for (const path of ['/console/portal', '/console/portal/', '/console/portal/events?x']) {
    assert.deepEqual(await ancestors(open, path), [frameOrigins.join(' '), undefined], path);
    assert.deepEqual(await ancestors(closed, path), nobody, path);
  }
  for (const path of [
    '/console/',
    '/console/events',
    '/console/portals',
    '/console/PORTAL',
    '/console//portal',
  ])
    assert.deepEqual(await ancestors(open, path), nobody, path);
});

test('an installation without the console says so', async (t) => {
  const app = serve(t, { isBuilt: false });
  for (const path of ['/console/', '/console/events', '/console/portal', '/console/assets/index-abc.js']) {
    const answer = await app.inject(path);
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'HPL_CONSOLE_NOT_BUILT'], path);
  }
});
