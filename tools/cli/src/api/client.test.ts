import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../exit-code.ts';
import { targetOf } from './client.ts';

const npmStart = {
  HOPLINE_URL: 'http://127.0.0.1:8080',
  ADMIN_TOKEN: 'of npm start',
  HOPLINE_API_KEY: 'its key',
};

test('the tokens of npm start go to npm start alone', () => {
  const cli = { env: npmStart, ownEnv: {} };
  assert.deepEqual(targetOf(cli, undefined, 'admin'), {
    url: 'http://127.0.0.1:8080',
    token: 'of npm start',
  });
  assert.deepEqual(targetOf(cli, undefined, 'organization').token, 'its key');
  assert.throws(() => targetOf(cli, 'https://elsewhere.example', 'admin'), UsageError);
  const own = { env: npmStart, ownEnv: { ADMIN_TOKEN: 'mine' } };
  assert.deepEqual(targetOf(own, 'https://elsewhere.example/', 'admin'), {
    ...{ url: 'https://elsewhere.example', token: 'mine' },
  });
});

test('what is missing is named, without what is there', () => {
  assert.throws(() => targetOf({ env: {}, ownEnv: {} }, undefined, 'admin'), /HOPLINE_URL/);
  const env = { HOPLINE_URL: 'https://h.example' };
  assert.throws(() => targetOf({ env, ownEnv: env }, undefined, 'admin'), /ADMIN_TOKEN/);
  assert.throws(() => targetOf({ env, ownEnv: env }, undefined, 'organization'), /HOPLINE_API_KEY/);
});
