import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '@hopline/runtime/errors';
import { loadSettings } from '@hopline/runtime/settings';
import { apiSettings } from './config.ts';

const SECRET_KEYS = `a:${Buffer.alloc(32).toString('base64')}`;

test('only the admin token and the keys of secrets have no default', () => {
  assert.throws(
    () => loadSettings(apiSettings, {}),
    (error) =>
      error instanceof ConfigError &&
      error.problems.length === 2 &&
      error.problems.every((problem) => /^(ADMIN_TOKEN|SECRET_KEYS) is required/.test(problem)),
  );
  const config = loadSettings(apiSettings, { ADMIN_TOKEN: 'x'.repeat(32), SECRET_KEYS });
  assert.deepEqual([config.PORT, config.ACCEPT_TIMEOUT, config.ALLOW_PRIVATE_WEBHOOKS], [8080, 5000, false]);
});

test('an admin token that is short or cannot stand in a header is refused, and is not in the message', () => {
  const tooShort = 'x'.repeat(31);
  for (const token of ['hunter2', tooShort, `${tooShort} of words`, `${tooShort} für Umlaute`]) {
    assert.throws(
      () => loadSettings(apiSettings, { ADMIN_TOKEN: token, SECRET_KEYS }),
      (error) =>
        error instanceof ConfigError && /ADMIN_TOKEN: /.test(error.message) && !error.message.includes(token),
    );
  }
});

test('whoever has no admin token, or a short one, is told how to make one', () => {
  for (const token of [undefined, '', 'x'.repeat(31)]) {
    assert.throws(
      () => loadSettings(apiSettings, { ADMIN_TOKEN: token, SECRET_KEYS }),
      /ADMIN_TOKEN.* at least 32 .*`openssl rand -hex 32`/,
    );
  }
});

test('a link to traces is a URL of a web page that says where the trace id goes', () => {
  const parsed = (TRACE_URL: string) =>
    loadSettings(apiSettings, { ADMIN_TOKEN: 'x'.repeat(32), SECRET_KEYS, TRACE_URL }).TRACE_URL;
  for (const right of [
    'http://jaeger:16686/trace/{trace_id}',
    'https://grafana.example.com/explore?id={trace_id}',
  ])
    assert.equal(parsed(right), right);
  for (const wrong of [
    'jaeger/{trace_id}',
    'javascript:alert("{trace_id}")',
    'https://{trace_id}.example.com/',
    'https://someone:secret@example.com/{trace_id}',
    'https://example.com/trace/',
  ])
    assert.throws(() => parsed(wrong), /TRACE_URL: /, wrong);
});

test('where browsers reach us is an origin, and so is each that may frame the portal', () => {
  const load = (env: Record<string, string>) =>
    loadSettings(apiSettings, { ADMIN_TOKEN: 'x'.repeat(32), SECRET_KEYS, ...env });
  assert.equal(
    load({ PUBLIC_URL: 'https://hopline.example.com/' }).PUBLIC_URL,
    'https://hopline.example.com',
  );
  assert.deepEqual([load({}).PUBLIC_URL, load({}).PORTAL_FRAME_ORIGINS], [undefined, []]);
  const origins = 'https://app.example.com, http://127.0.0.1:3000,https://[::1]:8443';
  assert.deepEqual(load({ PORTAL_FRAME_ORIGINS: origins }).PORTAL_FRAME_ORIGINS, origins.split(/, ?/));
  const urls = [
    ...['hopline.example.com', 'ftp://hopline.example.com', 'https://hopline.example.com/hopline'],
    ...[
      'https://hopline.example.com?x',
      'https://hopline.example.com#x',
      'https://:hunter2@hopline.example.com',
    ],
  ];
  for (const url of urls) {
    const wrong = (error: unknown) => error instanceof ConfigError && !error.message.includes('hunter2');
    assert.throws(() => load({ PUBLIC_URL: url }), wrong, url);
  }
  const noOrigins = [
    ...['*', 'https://*.example.com', 'https:', 'app.example.com', 'https://app.example.com/', 'null'],
    ...[
      "https://a.example;script-src 'unsafe-inline'",
      'https://a.example;x',
      'https://A.example',
      'wss://a.example',
    ],
  ];
  for (const origin of noOrigins)
    assert.throws(
      () => load({ PORTAL_FRAME_ORIGINS: `https://app.example.com,${origin}` }),
      ConfigError,
      origin,
    );
});
