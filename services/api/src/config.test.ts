import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '@hopline/runtime/errors';
import { loadSettings } from '@hopline/runtime/settings';
import { apiSettings } from './config.ts';

test('only the admin token has no default', () => {
  assert.throws(
    () => loadSettings(apiSettings, {}),
    (error) =>
      error instanceof ConfigError &&
      error.problems.length === 1 &&
      /^ADMIN_TOKEN /.test(error.problems[0] ?? ''),
  );
  const config = loadSettings(apiSettings, { ADMIN_TOKEN: 'x'.repeat(16) });
  assert.deepEqual([config.PORT, config.ACCEPT_TIMEOUT, config.ALLOW_PRIVATE_WEBHOOKS], [8080, 5000, false]);
});

test('an admin token that is short or cannot stand in a header is refused, and is not in the message', () => {
  for (const token of ['kurz', 'a token with spaces', 'ein Schlüssel mit Umlaut']) {
    assert.throws(
      () => loadSettings(apiSettings, { ADMIN_TOKEN: token }),
      (error) =>
        error instanceof ConfigError && /ADMIN_TOKEN: /.test(error.message) && !error.message.includes(token),
    );
  }
});
