import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from './errors.ts';
import { loadSettings, setting } from './settings.ts';

const settings = {
  PORT: setting.integer({ description: 'the port', default: '8080', min: 1, max: 65_535 }),
  WEBHOOK_TIMEOUT: setting.duration({ description: 'total time of a post', default: '10s' }),
  KAFKA_BROKERS: setting.list({ description: 'brokers' }),
  TLS: setting.flag({ description: 'tls', default: 'false' }),
  MODE: setting.optional(setting.oneOf(['a', 'b'], { description: 'mode' })),
};

test('defaults stand in for what is not set or empty', () => {
  const config = loadSettings(settings, { KAFKA_BROKERS: 'a:1, b:2,', PORT: '' });
  assert.deepEqual(config, {
    PORT: 8080,
    WEBHOOK_TIMEOUT: 10_000,
    KAFKA_BROKERS: ['a:1', 'b:2'],
    TLS: false,
  });
});

test('every problem is reported at once, each with what is right', () => {
  const env = { PORT: '70000', WEBHOOK_TIMEOUT: 'soon', TLS: 'yes', MODE: 'c' };
  assert.throws(
    () => loadSettings(settings, env),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.problems.length, 5);
      for (const name of ['PORT', 'WEBHOOK_TIMEOUT', 'KAFKA_BROKERS is required', 'TLS', 'MODE']) {
        assert.ok(error.message.includes(name), name);
      }
      return true;
    },
  );
});

test('one that may be absent where a flag is on is required where that is off, absent or unreadable', () => {
  const withFlag = {
    OFF: setting.flag({ description: 'off', default: 'false' }),
    KEYS: setting.requiredUnless('OFF', setting.text({ description: 'keys' })),
  };
  assert.deepEqual(loadSettings(withFlag, { OFF: 'true' }), { OFF: true });
  assert.deepEqual(loadSettings(withFlag, { OFF: 'true', KEYS: 'k' }), { OFF: true, KEYS: 'k' });
  for (const OFF of ['false', '', 'perhaps']) {
    assert.throws(() => loadSettings(withFlag, { OFF }), /KEYS is required/);
  }
});

test('a duration may have a least value', () => {
  const withLeast = { KEEP: setting.duration({ description: 'how long', default: '30d', min: '8d' }) };
  assert.deepEqual(loadSettings(withLeast, { KEEP: '8d' }), { KEEP: 8 * 86_400_000 });
  assert.throws(() => loadSettings(withLeast, { KEEP: '30m' }), /KEEP: "30m" is less than 8d/);
});
