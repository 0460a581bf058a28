import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, describeSettings } from './command-line.ts';
import { setting } from './settings.ts';

const settings = {
  PORT: setting.integer({ description: 'the port', default: '8080' }),
  FAILPOINT: setting.optional(setting.text({ description: 'for tests' })),
};
const more = {
  ...settings,
  OFF: setting.flag({ description: 'off', default: 'false' }),
  KEYS: setting.requiredUnless('OFF', setting.text({ description: 'keys' })),
  GRACE: setting.optional(setting.duration({ description: 'how long' }), 'TIMEOUT + 5s'),
};

test('a failpoint is honoured in tests alone', () => {
  const env = { FAILPOINT: 'persist:after-commit' };
  assert.deepEqual(configure('x', settings, [], env), { PORT: 8080 });
  assert.equal(configure('x', settings, [], { ...env, NODE_ENV: 'test' }).FAILPOINT, 'persist:after-commit');
});

test('--help lists every setting with its default', () => {
  const text = describeSettings('x', more);
  assert.match(text, /PORT +the port \(default 8080\)/);
  assert.match(text, /FAILPOINT +for tests \(optional\)/);
  assert.match(text, /KEYS +keys \(required unless OFF\)/);
  assert.match(text, /GRACE +how long \(default TIMEOUT \+ 5s\)/);
});
