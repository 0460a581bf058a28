// What an organization sets for the attempts at an endpoint, and what it sees of how the endpoint is doing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHealth, setEndpoint } from '../support/endpoint-health.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

const HOOK = 'https://example.com/hooks';

test('a schedule is made of the delays of the ladder; the answer says what is wrong with another', async (t) => {
  const { url } = await startApi(t, { RETRY_LADDER: '5s,1m,10m,1h' });
  const { apiKey: key } = await createTenant(url);
  const make = (retry_schedule: unknown) =>
    call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK, retry_schedule } });
  const days = Array.from({ length: 72 }, () => '1h');
  const made = await make(days);
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(made.json.retry_schedule, days);
  for (const [schedule, detail] of [
    [['5s', '2m'], /5s, 1m, 10m, 1h/],
    [['1m', '5s'], /not become shorter/],
    [[...days, '1h'], /3 days/],
  ] as const) {
    const refused = await make(schedule);
    assert.deepEqual([refused.status, refused.json.code], [400, 'HPL_ENDPOINT_SCHEDULE_REFUSED']);
    assert.match(String(refused.json.detail), detail);
  }
  assert.equal((await make('5s')).status, 400);

  const path = `${url}/api/endpoints/${made.json.id}`;
  const refused = await call(path, 'PATCH', { key, body: { retry_schedule: ['2m'] } });
  assert.equal(refused.json.code, 'HPL_ENDPOINT_SCHEDULE_REFUSED');
  const none = await call(path, 'PATCH', { key, body: { retry_schedule: [], rate_limit: 60 } });
  assert.deepEqual([none.json.retry_schedule, none.json.rate_limit], [[], 60]);
  const usual = await call(path, 'PATCH', { key, body: { retry_schedule: null, rate_limit: null } });
  assert.deepEqual([usual.json.retry_schedule, usual.json.rate_limit], [null, null]);
});

test('shows how an endpoint is doing, and that it is disabled; it can be enabled again', async (t) => {
  const { url, database } = await startApi(t);
  const { pool } = database;
  const { apiKey: key } = await createTenant(url);
  const made = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: HOOK } });
  const id = String(made.json.id);
  const path = `${url}/api/endpoints/${id}`;
  const read = async () => (await call(path, 'GET', { key })).json;
  const since = new Date(Date.now() - 60_000);
  const until = new Date(Date.now() + 60_000);

  await setEndpoint(
    pool,
    { id },
    { breaker: 'open', breaker_trips: 1, failing_since: since, not_before: until },
  );
  const open = await read();
  assert.deepEqual(open.health, {
    breaker: 'open',
    failing_since: since.toISOString(),
    not_before: until.toISOString(),
  });
  assert.equal(open.state, 'active');
  const list = await call(`${url}/api/endpoints`, 'GET', { key });
  assert.deepEqual(list.json.endpoints, [open]);

  await setEndpoint(pool, { id }, { not_before: new Date(Date.now() - 1000) });
  const tried = { breaker: 'half_open', failing_since: since.toISOString(), not_before: null };
  assert.deepEqual((await read()).health, tried);

  const at = new Date();
  await setEndpoint(pool, { id }, { disabled_at: at, disabled_reason: 'failing', breaker: 'closed' });
  const disabled = await read();
  assert.deepEqual(
    [disabled.state, disabled.disabled_at, disabled.disabled_reason],
    ['disabled', at.toISOString(), 'failing'],
  );
  assert.equal((await call(path, 'PATCH', { key, body: { disabled: true } })).status, 400);
  const enabled = await call(path, 'PATCH', { key, body: { disabled: false } });
  assert.equal(enabled.status, 200, enabled.text);
  const { state, disabled_at, disabled_reason, health } = enabled.json;
  assert.deepEqual([state, disabled_at, disabled_reason], ['active', null, null]);
  assert.deepEqual(health, { breaker: 'closed', failing_since: null, not_before: null });
  assert.equal((await readHealth(pool, { id })).health_epoch, 1, 'its owner must forget what it knows');
});
