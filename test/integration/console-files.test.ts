// The console as browsers get it from a running api: what Vite has really built, by the policy that it is served with.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { ensureConsole } from '@hopline/dev/console-build';
import { sendRequest } from '../support/http-request.ts';
import { call, startApi } from './api-fixture.ts';

test('the page, its files and its policy fit together, and nothing comes from another host', async (t) => {
  await ensureConsole(() => {}, t.signal);
  const { url } = await startApi(t, { PORTAL_FRAME_ORIGINS: 'https://app.example.com' });
  const page = await call(`${url}/console/events/0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77`, 'GET');
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(
    page.headers.get('content-security-policy'),
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  const portal = await call(`${url}/console/portal/endpoints`, 'GET');
  assert.match(
    portal.headers.get('content-security-policy') ?? '',
    /frame-ancestors https:\/\/app\.example\.com$/,
  );

  // What the policy would refuse.
  assert.doesNotMatch(page.text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|https?:/i);
  const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  assert.ok(files.length >= 3, page.text);
  for (const path of files) {
    assert.match(path, /^\/console\/assets\/[\w.-]+$/);
    const file = await call(`${url}${path}`, 'GET');
    assert.equal(file.status, 200, path);
    assert.match(file.headers.get('cache-control') ?? '', /immutable/);
    assert.match(
      file.headers.get('content-type') ?? '',
      /^((text|application)\/javascript|text\/css|image\/svg)/,
    );
  }
  // Not by fetch, which asks for a fresh one when it is given an ETag.
  const agent = new Agent();
  t.after(() => agent.destroy());
  const ask = async (headers: readonly (readonly [string, string])[]) => {
    const answer = await sendRequest(
      Number(new URL(url).port),
      { method: 'GET', path: '/console/', headers },
      agent,
    );
    assert.ok(answer !== 'reset');
    return answer;
  };
  const { etag = '' } = (await ask([])).headers;
  assert.equal((await ask([['if-none-match', etag]])).status, 304);
});

test('no path leads out of the folder', async (t) => {
  const { url, lines } = await startApi(t);
  const agent = new Agent();
  t.after(() => agent.destroy());
  const out = [
    ...['../package.json', '../../package.json', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json'],
    ...[
      'assets/../../package.json',
      'assets/..%2f..%2fpackage.json',
      'assets/%2e%2e%2f%2e%2e%2fpackage.json',
    ],
    ...[
      'assets/..%5c..%5cpackage.json',
      'assets/%252e%252e%252fpackage.json',
      'assets/%2fetc%2fpasswd',
      'assets/%00',
    ],
  ];
  for (const path of out) {
    const given = { method: 'GET', path: `/console/${path}`, headers: [] };
    const answer = await sendRequest(Number(new URL(url).port), given, agent);
    if (answer === 'reset') throw new Error(`${path} was not answered`);
    const text = answer.body.toString();
    assert.ok(answer.status < 500, `${path}: ${answer.status} ${text}`);
    assert.doesNotMatch(text, /"devDependencies"|"dependencies"|root:/, path);
  }
  assert.ok(!lines.some(({ level }) => level === 'error'));
});
