// The level of the log, changed in a running process.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { startService } from '../support/service-process.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, call, createTenant } from './api-fixture.ts';

test('SIGUSR2 turns debug lines on, and off again, in a process that goes on', async (test) => {
  const t = inReverse(test);
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const api = await startService(t, 'api', {
    ...{ ADMIN_TOKEN, SECRET_KEYS, LOG_LEVEL: 'error', SLOW_REQUEST: '1h' },
    DATABASE_URL: database.url,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    PORT: String(await freePort()),
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
  });
  const { apiKey: key } = await createTenant(api.url);
  // The line is written before the answer is.
  const linesOf = async () => {
    const before = api.log().length;
    const body = { type: 'order.made', payload: {} };
    assert.equal((await call(`${api.url}/api/events`, 'POST', { key, body })).status, 202);
    await call(`${api.url}/healthz`, 'GET');
    return api.log().slice(before);
  };
  const toggled = async (from: string, to: string) => {
    process.kill(api.pid, 'SIGUSR2');
    const change = new RegExp(`"from":"${from}","to":"${to}","msg":"log_level.changed"`);
    await until(`the level is ${to}`, () => change.test(api.log()));
  };
  assert.equal(await linesOf(), '');
  await toggled('error', 'debug');
  assert.match(await linesOf(), /"level":20.*"msg":"event\.accepted"/);
  await toggled('debug', 'error');
  assert.equal(await linesOf(), '');
});
