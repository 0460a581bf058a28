// Nothing that users sent and nothing secret stands in a log line or in a span, whatever happens: everything that goes wrong is
// made to go wrong here, with every level logged and every trace recorded, and all that the three processes have written and
// exported is searched. Nor does anything that opens something stand in a record, a row or a refusal.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { inReverse } from '../support/cleanup.ts';
import { administer, createDatabase, type TestDatabase } from '../support/database.ts';
import { startFailing, WAYS } from '../support/leaks/failing-receiver.ts';
import { leaksIn, MARKS, SEALING_KEY } from '../support/leaks/marks.ts';
import { readTables, readTopics } from '../support/leaks/stored-texts.ts';
import { startOtlpSink } from '../support/otlp-sink.ts';
import { makeEvent, startEventProducer } from '../support/produce-events.ts';
import { launchService, type ServiceProcess, startService } from '../support/service-process.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call as send } from './api-fixture.ts';

/** All that the API has refused, to be searched as well. */
const refusals: string[] = [];
const call: typeof send = async (...request) => {
  const answer = await send(...request);
  if (answer.status >= 400) refusals.push(`${JSON.stringify([...answer.headers])} ${answer.text}`);
  return answer;
};

/** Bytes on a bare socket. */
async function sendBytes(port: number, bytes: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

async function allowConnections({ url }: TestDatabase, allowed: boolean): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await administer(`alter database ${name} with allow_connections ${allowed}`);
  if (allowed) return;
  // Waits until each is gone: one that is about to go would still take a statement.
  await administer(
    `select pg_terminate_backend(pid, 60000) from pg_stat_activity
      where datname = '${name}' and application_name like 'hopline-%' and application_name <> 'hopline-test'`,
  );
}

test('no payload, no secret, no API key and no URL of a webhook stands in any log line or span', async (test) => {
  const t = inReverse(test);
  const sink = await startOtlpSink(t);
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const producer = await startEventProducer(t, topics);
  const receiver = await startFailing(t);
  const withPassword = new URL(database.url);
  withPassword.password = MARKS.databasePassword;
  const env = {
    DATABASE_URL: withPassword.href,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    KAFKA_SESSION_TIMEOUT: '6s',
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    ADMIN_TOKEN: MARKS.adminToken,
    SECRET_KEYS: `only:${SEALING_KEY}`,
    ALLOW_PRIVATE_WEBHOOKS: 'true',
    WEBHOOK_TIMEOUT: '2s',
    BREAKER_OPEN: '1ms',
    SWEEP_INTERVAL: '1s',
    SWEEP_AFTER: '1s',
    // Every request and every event is slow: each has its line.
    SLOW_REQUEST: '1ms',
    SLOW_EVENT: '1ms',
  };
  const processes: ServiceProcess[] = [];
  const start = async (name: 'api' | 'persist' | 'deliver', more: Record<string, string> = {}) => {
    const service = await startService(t, name, { ...env, PORT: String(await freePort()), ...more });
    processes.push(service);
    return service;
  };
  const api = await start('api');
  // It kills itself when it has stored the first event; another one reads it again.
  await start('persist', { FAILPOINT: 'persist:after-commit' });
  await start('deliver', { FAILPOINT: 'deliver:after-post' });

  const secrets: string[] = [SEALING_KEY, ...Object.values(MARKS)];
  const admin = { authorization: `Bearer ${MARKS.adminToken}` };
  const tenant = await call(`${api.url}/api/keys/generate`, 'POST', {
    headers: admin,
    body: { organization_name: 'a tenant' },
  });
  const key = String(tenant.json.api_key);
  // hop_<key id>_<secret>, and the secret may have more of these.
  secrets.push(key, key.split('_').slice(2).join('_'));
  const rotated = await call(`${api.url}/api/keys/rotate`, 'POST', { key, body: {} });
  assert.equal(rotated.status, 201, rotated.text);
  secrets.push(String(rotated.json.api_key));

  for (const way of WAYS) {
    const made = await call(`${api.url}/api/endpoints`, 'POST', {
      key,
      body: {
        url: `${receiver}/${way}/${MARKS.webhookPath}?token=${MARKS.webhookQuery}`,
        description: MARKS.description,
        headers: [{ name: 'authorization', value: `Bearer ${MARKS.customHeader}` }],
      },
    });
    assert.equal(made.status, 201, made.text);
    secrets.push(String(made.json.secret));
    const again = await call(`${api.url}/api/endpoints/${made.json.id}/rotate-secret`, 'POST', {
      key,
      body: {},
    });
    assert.equal(again.status, 200, again.text);
    secrets.push(String(again.json.secret));
  }
  const unresolved = await call(`${api.url}/api/endpoints`, 'POST', {
    key,
    body: { url: `https://nowhere.invalid/${MARKS.webhookPath}?token=${MARKS.webhookQuery}` },
  });
  assert.equal(unresolved.status, 201, unresolved.text);

  const payload = { [MARKS.payloadKey]: MARKS.payload };
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    call(`${api.url}/api/events`, 'POST', { key, headers, body });
  const first = await post({ type: 'order.made', dedup_id: 'one', payload });
  assert.equal(first.status, 202, first.text);
  await until('persist has killed itself', () => processes[1]?.hasEnded());
  await start('persist');
  await until('deliver has killed itself', () => processes[2]?.hasEnded());
  await start('deliver');
  // The same event with another payload: a conflict.
  const other = await post({ type: 'order.made', dedup_id: 'one', payload: { a: MARKS.payload } });
  assert.equal(other.status, 202, other.text);

  // Requests that are wrong in many ways.
  await post(`{"type":"order.made","payload":{"a":"${MARKS.badBody}`);
  await post(`{"type":"${MARKS.badBody} !","payload":{}}`);
  await post({ type: 'order.made', payload: { a: `${MARKS.badBody}${'x'.repeat(300_000)}` } });
  await post({ type: 'order.made', unknown: MARKS.badBody, payload: {} });
  await post({ type: 'order.made', payload: { a: `${MARKS.badBody}\u0000` } });
  await post({ type: 'order.made', payload }, { 'content-type': `text/${MARKS.header}` });
  await post({ type: 'order.made', payload }, { 'idempotency-key': `${MARKS.header}\u00e9` });
  await call(`${api.url}/api/${MARKS.path}/x?key=${MARKS.query}`, 'GET', { key });
  await call(`${api.url}/api/inbox?cursor=${MARKS.query}&type=${MARKS.query}`, 'GET', { key });
  await call(`${api.url}/api/endpoints/${MARKS.path}`, 'GET', { key });
  await call(`${api.url}/api/%E0%A4%A/${MARKS.path}`, 'GET', { key });
  await call(`${api.url}/api/endpoints`, 'GET', { key: MARKS.wrongSecret });
  await call(`${api.url}/api/endpoints`, 'GET', { key: `${key.slice(0, -8)}${MARKS.wrongSecret}` });
  await call(`${api.url}/api/keys/generate`, 'POST', {
    headers: { authorization: `Bearer ${MARKS.wrongAdminToken}` },
    body: { organization_name: MARKS.badBody },
  });
  const bad = await call(`${api.url}/api/endpoints`, 'POST', {
    key,
    body: { url: `not a URL ${MARKS.webhookQuery}`, secret: `whsec_${MARKS.wrongSecret}` },
  });
  assert.equal(bad.status, 400);
  await sendBytes(Number(new URL(api.url).port), `NONSENSE ${MARKS.badBody}\r\n\r\n`);
  await call(`${api.url}/api/events/batch`, 'POST', {
    key,
    headers: { 'content-type': 'application/x-ndjson' },
    body: `{"type":"order.made","payload":{"a":"${MARKS.payload}"}}\n{"type":1,"payload":"${MARKS.badBody}"}\n{${MARKS.badBody}`,
  });

  // Records that are wrong in many ways.
  await producer.sendRaw(Buffer.from(MARKS.poison), { key: MARKS.poison });
  await producer.sendRaw(null);
  await producer.sendRaw(Buffer.concat([Buffer.from('c301', 'hex'), Buffer.from(MARKS.poison)]));
  await producer.send(makeEvent(MARKS.poison), {
    ...makeEvent(String(tenant.json.organization_id)),
    type: MARKS.poison,
  });

  const log = () => processes.map((one) => one.log()).join('');
  await until('the poison is set aside', () => log().split('"record.dead_lettered"').length > 4);
  await until('attempts of all kinds', () =>
    ['succeeded', 'status', 'connection', 'dns'].every((outcome) => log().includes(`"outcome":"${outcome}"`)),
  );

  // Statements are cut off whose parameters are what users sent.
  const endpoint = {
    url: `${receiver}/ok/${MARKS.webhookPath}?token=${MARKS.webhookQuery}`,
    description: MARKS.description,
  };
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('lock table endpoints, events in share row exclusive mode');
  const cutOff = call(`${api.url}/api/endpoints`, 'POST', { key, body: endpoint });
  await post({ type: 'order.made', payload });
  await until('an endpoint and an event are being inserted', async () => {
    const { rows } = await database.pool.query(
      `select distinct application_name from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into%'`,
    );
    return rows.length === 2;
  });
  await allowConnections(database, false);
  holder.release(true);
  assert.equal((await cutOff).status, 503);

  // And while Postgres is away.
  const whileAway = await call(`${api.url}/api/endpoints`, 'POST', {
    key,
    body: endpoint,
  });
  assert.equal(whileAway.status, 503, whileAway.text);
  await call(`${api.url}/api/keys/generate`, 'POST', {
    headers: admin,
    body: { organization_name: MARKS.badBody },
  });
  await post({ type: 'order.made', payload });
  await until('persist holds a batch', () => log().includes('"batch.held"'));
  const isReady = async () => (await fetch(`${processes.at(-2)?.url}/readyz`)).ok;
  // By itself it looks every ten seconds.
  await until('persist has noticed', async () => !(await isReady()));
  await allowConnections(database, true);
  await until('all is well again', isReady);

  // Processes that cannot start, or not yet.
  const refused = [
    launchService(t, 'api', { ...env, PORT: '0', SECRET_KEYS: `only:${MARKS.wrongSecret}` }),
    launchService(t, 'api', { ...env, PORT: '0', ADMIN_TOKEN: MARKS.adminToken.slice(0, 31) }),
  ];
  secrets.push(MARKS.adminToken.slice(0, 31));
  const lost = launchService(t, 'deliver', {
    ...{ ...env, PORT: '0' },
    DATABASE_URL: `postgres://u:${MARKS.databasePassword}@[x`,
  });
  processes.push(...refused, lost);
  for (const one of refused) await until('it has ended', () => one.hasEnded());
  await until('it has no database', () => lost.log().includes('"secret_keys.not_checked"'));
  for (const one of processes) await one.end('SIGTERM');

  const lines = log().split('\n');
  for (const message of [
    'event.accepted',
    'event.refused',
    'request.refused',
    'request.slow',
    'batch.stored',
    'record.dead_lettered',
    'delivery.attempted',
    'dependency.lost',
    'service.stopped',
  ]) {
    assert.ok(
      lines.some((line) => line.includes(`"${message}"`)),
      `no line tells of ${message}`,
    );
  }
  const leaks = (texts: readonly string[], expected: readonly string[] = []) =>
    leaksIn(
      secrets.filter((secret) => !expected.includes(secret)),
      texts,
    );
  assert.deepEqual(leaks(lines), []);
  const hops = new Set(sink.spans.map(({ service, name }) => `${service} ${name.split(' ')[0]}`));
  for (const hop of ['hopline-api POST', 'hopline-persist process', 'hopline-deliver POST'])
    assert.ok(hops.has(hop), `no span of ${hop}`);
  // What somebody has chosen, and is there on purpose (docs/tracing.md): the key of a record and the type of an event.
  const CHOSEN = /"(messaging\.kafka\.message\.key|hopline\.event_type)","value":\{"stringValue":"[^"]*"/g;
  assert.deepEqual(leaks(sink.exports.map((text) => text.replaceAll(CHOSEN, ''))), []);

  // What is stored holds what was sent, and what a person is to see; nothing that opens anything.
  const { payload: sent, payloadKey, poison, webhookPath, webhookQuery, description, receiverBody } = MARKS;
  const records = await readTopics(t, topics);
  assert.deepEqual(leaks(records, [sent, payloadKey, poison]), []);
  const rows = await readTables(database.pool);
  const shown = [webhookPath, webhookQuery, description, receiverBody];
  assert.deepEqual(leaks(rows, [sent, payloadKey, poison, ...shown]), []);
  assert.ok(
    rows.some((row) => row.startsWith('attempts ') && row.includes('"authorization":"***"')),
    'no receiver has said back what it was sent',
  );
  assert.ok(refusals.length > 10);
  assert.deepEqual(leaks(refusals), []);
});
