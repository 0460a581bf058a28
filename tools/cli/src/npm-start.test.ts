import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findNpmStart } from './npm-start.ts';

const READY = {
  baseUrl: 'http://127.0.0.1:1',
  adminToken: 'a',
  apiKey: 'k',
  brokers: ['h:1', 'h:2'],
  databaseUrl: 'postgres://d/x',
  directory: '/d',
  settings: { TOPIC_PREFIX: 'p' },
  pids: { supervisor: process.pid },
};

function rootWith(t: TestContext, ready: object | undefined): string {
  const root = mkdtempSync(join(tmpdir(), 'hopline-cli-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, '.hopline'));
  if (ready) writeFileSync(join(root, '.hopline/ready.json'), JSON.stringify(ready));
  writeFileSync(join(root, '.hopline/secret-keys'), 'dev:x\n');
  return root;
}

test('what npm start keeps becomes the settings', (t) => {
  assert.deepEqual(findNpmStart(rootWith(t, READY), {})?.settings, {
    ...{ TOPIC_PREFIX: 'p', SECRET_KEYS: 'dev:x', DATABASE_URL: 'postgres://d/x', KAFKA_BROKERS: 'h:1,h:2' },
    ...{ HOPLINE_URL: 'http://127.0.0.1:1', ADMIN_TOKEN: 'a', HOPLINE_API_KEY: 'k' },
  });
});

test('an address in the environment means another system, of which nothing is mixed with this one', (t) => {
  const root = rootWith(t, READY);
  for (const name of ['DATABASE_URL', 'KAFKA_BROKERS', 'HOPLINE_URL']) {
    assert.equal(findNpmStart(root, { [name]: 'x' }), undefined, name);
  }
  assert.ok(findNpmStart(root, { DATABASE_URL: '', RETRY_LADDER: '1s' }));
});

test('a system that has ended, or never began, gives nothing', (t) => {
  // No process has a number as high.
  const ended = rootWith(t, { ...READY, pids: { supervisor: 2 ** 30 } });
  assert.equal(findNpmStart(ended, {}), undefined);
  assert.equal(findNpmStart(rootWith(t, undefined), {}), undefined);
});
