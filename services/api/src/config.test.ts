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
  const config = loadSettings(apiSettings, { ADMIN_TOKEN: 'x'.repeat(16), SECRET_KEYS });
  assert.deepEqual([config.PORT, config.ACCEPT_TIMEOUT, config.ALLOW_PRIVATE_WEBHOOKS], [8080, 5000, false]);
});

test('an admin token that is short or cannot stand in a header is refused, and is not in the message', () => {
  for (const token of ['kurz', 'a token with spaces', 'ein Schlüssel mit Umlaut']) {
    assert.throws(
      () => loadSettings(apiSettings, { ADMIN_TOKEN: token, SECRET_KEYS }),
      (error) =>
        error instanceof ConfigError && /ADMIN_TOKEN: /.test(error.message) && !error.message.includes(token),
    );
  }
});
