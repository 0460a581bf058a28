import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '@hopline/runtime/settings';
import { deliverSettings, stopGraceMs } from './config.ts';

const SECRET_KEYS = `a:${Buffer.alloc(32).toString('base64')}`;
const load = (env: Record<string, string>) =>
  loadSettings(deliverSettings, { KAFKA_BROKERS: 'k:9092', DATABASE_URL: 'postgres://p/d', ...env });

test('a stop waits 5 s longer than a post may take, unless it is told otherwise', () => {
  const grace = (env: Record<string, string>) => stopGraceMs(load({ SECRET_KEYS, ...env }));
  assert.equal(grace({}), 20_000);
  assert.equal(grace({ WEBHOOK_TIMEOUT: '60s' }), 65_000);
  assert.equal(grace({ WEBHOOK_TIMEOUT: '60s', SHUTDOWN_GRACE: '3s' }), 3000);
});

test('secret keys are required by whoever posts', () => {
  assert.throws(() => load({}), /SECRET_KEYS is required/);
  assert.equal(load({ DISABLE_WEBHOOK_DELIVERY: 'true' }).SECRET_KEYS, undefined);
});
