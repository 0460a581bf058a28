// What /readyz says when something is away, with real faults: which dependency, and since when.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { persistSettings } from '@hopline/persist/config';
import { buildService } from '@hopline/persist/service';
import type { HealthReport } from '@hopline/runtime/health';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { createDatabase } from '../support/database.ts';
import { proxiedDatabase } from '../support/database-proxy.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  startDeliver,
  startPublisher,
  wakeUps,
} from '../support/deliveries.ts';
import { startProxiedKafka } from '../support/proxied-kafka.ts';
import { startReceiver } from '../support/receiver.ts';
import { createTopics, type TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const file = inReverse({ after });
const proxied = await startProxiedKafka();
file.after(() => proxied[Symbol.asyncDispose]());
const topics = await proxied.createTopics();

interface Ready extends HealthReport {
  readonly code: number;
}

async function readyz(service: { port(): number }): Promise<Ready> {
  const answer = await fetch(`http://127.0.0.1:${service.port()}/readyz`);
  return { code: answer.status, ...((await answer.json()) as HealthReport) };
}

function persistOf(t: Cleanup, given: { databaseUrl: string; topics: TestTopics }) {
  const service = buildService(
    loadSettings(persistSettings, {
      DATABASE_URL: given.databaseUrl,
      KAFKA_BROKERS: given.topics.brokers.join(','),
      TOPIC_PREFIX: given.topics.prefix,
      RETRY_LADDER: given.topics.ladder.steps.map(({ name }) => name).join(','),
      PORT: '0',
    }),
    createLogger('persist', 'silent'),
  );
  t.after(() => service.stop(AbortSignal.timeout(5000)));
  return service;
}

/** Checks that a dependency is away since a moment of the test. */
function assertAway(ready: Ready, dependency: string, faultAt: number): void {
  const { since = '', seconds = -1 } = ready.away[dependency] ?? {};
  assert.equal(new Date(since).toISOString(), since);
  assert.ok(
    // Told from two clocks in whole milliseconds.
    Date.parse(since) >= faultAt - 2 && Date.parse(since) <= Date.now(),
    `${since} is not within the test`,
  );
  const passed = (Date.now() - Date.parse(since)) / 1000;
  assert.ok(Number.isInteger(seconds) && seconds >= 0 && seconds <= passed + 1, `${seconds} s of ${passed}`);
}

test('Postgres away: it is named with the moment since when, and is there again by itself', async (t) => {
  const { database, proxy } = await proxiedDatabase(t);
  const persist = persistOf(t, { databaseUrl: database.url, topics });
  await persist.start();
  const well = await until('it is ready', async () => {
    const ready = await readyz(persist);
    return ready.code === 200 && ready;
  });
  assert.deepEqual(well, {
    code: 200,
    status: 'ok',
    checks: {
      ...{ lifecycle: 'ok', kafka: 'ok', postgres: 'ok', clock: 'ok' },
      ...{ events_consumer: 'ok', batches: 'ok' },
    },
    away: {},
  });
  const faultAt = Date.now();
  proxy.close();
  const away = await until('it is not ready', async () => {
    const ready = await readyz(persist);
    return ready.code === 503 && ready;
  });
  assert.deepEqual(Object.keys(away.away), ['postgres']);
  assertAway(away, 'postgres', faultAt);
  const later = await until('a second passes', async () => {
    const ready = await readyz(persist);
    return (ready.away.postgres?.seconds ?? 0) > 0 && ready;
  });
  assert.equal(later.away.postgres?.since, away.away.postgres?.since, 'since when is what it was');
  proxy.open();
  const again = await until('it is ready again', async () => {
    const ready = await readyz(persist);
    return ready.code === 200 && ready;
  });
  assert.deepEqual(again.away, {});
});

test('Kafka away: both the way out and the consumer say so', async (t) => {
  const { url } = await createDatabase(t);
  const persist = persistOf(t, { databaseUrl: url, topics });
  await persist.start();
  const faultAt = Date.now();
  proxied.proxy.blackHole();
  t.after(() => proxied.proxy.heal());
  const away = await until('both are away', async () => {
    const ready = await readyz(persist);
    // A Postgres that is slow for a second is away for that long.
    return ready.away.kafka && ready.away.events_consumer && ready.checks.postgres === 'ok' && ready;
  });
  assert.equal(away.code, 503);
  for (const dependency of ['kafka', 'events_consumer']) assertAway(away, dependency, faultAt);
  proxied.proxy.heal();
  await until('it is ready again', async () => (await readyz(persist)).code === 200);
});

test('while it starts it answers, and says what it waits for', async (t) => {
  const { url } = await createDatabase(t);
  const persist = persistOf(t, { databaseUrl: url, topics });
  proxied.proxy.blackHole();
  t.after(() => proxied.proxy.heal());
  const started = persist.start();
  started.catch(() => {});
  const ready = await until('it listens, and has asked Postgres', async () => {
    const answer = await readyz(persist).catch(() => undefined);
    return answer?.checks.postgres === 'ok' && answer;
  });
  assert.deepEqual([ready.code, ready.checks.lifecycle], [503, 'starting']);
  assert.deepEqual(Object.keys(ready.away), ['kafka', 'events_consumer']);
  proxied.proxy.heal();
  await started.catch(() => {});
});

test('to wait on a rung is healthy', async (t) => {
  const database = await createDatabase(t);
  const { pool } = database;
  const organizationId = await addOrganization(pool);
  // Longer than the consumer's patience with Kafka: it does not ask for what it waits for.
  const slow = await createTopics({ ladder: '20s' });
  const publisher = await startPublisher(t, slow);
  const { service, logged } = await startDeliver(t, database, slow, { BREAKER_OPEN: '1ms' });
  const receiver = await startReceiver(t, (_post, _response, nth) => (nth > 1 ? 200 : 503));
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, 1);
  await publisher.publishAll(wakeUps(slow, publisher, deliveries));
  await until('the first attempt has failed', () => logged('delivery.attempted').length === 1);
  await until('it is ready', async () => (await readyz(service)).code === 200);
  await until('the second attempt', async () => {
    // A thousand looks: in one of them Postgres may be slow for a second, which is no matter of the rung.
    const { postgres: _, ...away } = (await readyz(service)).away;
    assert.deepEqual(away, {});
    return logged('delivery.attempted').length === 2;
  });
});
