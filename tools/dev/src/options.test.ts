import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DevError } from './dev-error.ts';
import { helpText, parseOptions, portOption } from './options.ts';

test('without arguments everything has its usual port and is embedded', () => {
  const options = parseOptions([], {});
  assert.deepEqual(options.ports, { api: 8080, persist: 8081, deliver: 8082, kafka: 9092, postgres: 54_320 });
  assert.equal(options.databaseUrl, undefined);
  assert.equal(options.kafkaBrokers, undefined);
  assert.equal(options.directory, undefined);
  assert.equal(options.fresh || options.json || options.help, false);
});

test('an argument wins over a variable, and an empty variable counts as unset', () => {
  const env = {
    PORT: '3000',
    KAFKA_PORT: '19092',
    POSTGRES_PORT: '',
    DATABASE_URL: '',
    KAFKA_BROKERS: ' , ',
  };
  const options = parseOptions(['--port', '4000', '--fresh', '--directory=/d'], env);
  assert.equal(options.ports.api, 4000);
  assert.equal(options.ports.kafka, 19_092);
  assert.equal(options.ports.postgres, 54_320);
  assert.equal(options.databaseUrl, undefined);
  assert.equal(options.kafkaBrokers, undefined);
  assert.equal(options.fresh, true);
  assert.equal(options.directory, '/d');
});

test('DATABASE_URL and KAFKA_BROKERS name what is used instead', () => {
  const options = parseOptions([], { DATABASE_URL: 'postgres://h/d', KAFKA_BROKERS: 'a:1, b:2' });
  assert.equal(options.databaseUrl, 'postgres://h/d');
  assert.deepEqual(options.kafkaBrokers, ['a:1', 'b:2']);
});

test('what is wrong is named in one line', () => {
  for (const [args, env, message] of [
    [['--port', 'x'], {}, /--port=x is not a port/],
    [['--port', '70000'], {}, /--port=70000 is not a port/],
    [[], { POSTGRES_PORT: '-1' }, /POSTGRES_PORT=-1 is not a port/],
    [['--frehs'], {}, /frehs.*--help/],
    [['stray'], {}, /stray.*--help/],
  ] as const) {
    assert.throws(
      () => parseOptions(args, env),
      (error: Error) =>
        error instanceof DevError && message.test(error.message) && !error.message.includes('\n'),
    );
  }
});

test('the help names every option', () => {
  const ports = (['api', 'persist', 'deliver', 'kafka', 'postgres'] as const).map(portOption);
  for (const option of [...ports, '--fresh', '--json', '--directory', '--help']) {
    assert.ok(helpText().includes(`  ${option}`), option);
  }
});
