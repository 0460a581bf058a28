// What Prometheus reads from each service.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHealth } from '@hopline/runtime/health';
import { createHealthServer } from '@hopline/runtime/health-server';
import { readMetric } from '../support/scrape.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';

test('the api counts and times what it does, and /metrics asks for no key', async (t) => {
  const { url } = await startApi(t);
  const { apiKey: key } = await createTenant(url);
  const post = (body: unknown) => call(`${url}/api/events`, 'POST', { key, body });
  await until('Kafka answers', async () => (await post({ type: 'a', payload: {} })).status === 202);
  const before = (await readMetric(url, 'events_ingested_total')) ?? 0;
  assert.ok(before >= 1);
  await Promise.all([1, 2, 3].map(() => post({ type: 'a', payload: {} })));
  await post({ type: 'a', payload: 'no object' });
  await call(`${url}/api/events`, 'POST', { body: {} });

  const scraped = await call(`${url}/metrics`, 'GET');
  assert.equal(scraped.status, 200);
  assert.equal(
    scraped.headers.get('content-type'),
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  );
  assert.match(scraped.text, /# EOF\n$/);
  assert.match(scraped.text, /^process_cpu_seconds_total [0-9.]+$/m);

  assert.equal(await readMetric(url, 'events_ingested_total'), before + 3);
  assert.equal(await readMetric(url, 'event_ingestion_latency_seconds_count'), before + 3);
  assert.equal(
    await readMetric(url, 'event_ingestion_latency_seconds_bucket{le="+Inf"}'),
    before + 3,
    'refused events are not among the accepted',
  );
  assert.equal(await readMetric(url, 'validation_errors_total{type="HPL_REQUEST_INVALID"}'), 1);
  assert.equal(await readMetric(url, 'requests_refused_total{code="HPL_REQUEST_INVALID"}'), 1);
  assert.equal(await readMetric(url, 'requests_refused_total{code="HPL_AUTH_KEY_MISSING"}'), 1);
  assert.equal(await readMetric(url, 'validation_errors_total{type="HPL_AUTH_KEY_MISSING"}'), undefined);
  const lookUps = (result: string) => readMetric(url, `cache_lookups_total{cache="keys",result="${result}"}`);
  assert.equal(await lookUps('miss'), 1);
  assert.ok(((await lookUps('hit')) ?? 0) >= 4);
  assert.ok(((await readMetric(url, 'auth_latency_seconds_count')) ?? 0) >= 5);
  assert.equal(await readMetric(url, 'event_queue_size'), 0);
  assert.equal(
    await readMetric(url, 'db_operations_latency_seconds_count{operation="find-keys"}'),
    1,
    'one look-up of the key, whatever came with it afterwards',
  );
});

test('PROMETHEUS_ENABLED=false takes the path away', async (t) => {
  const { url } = await startApi(t, { PROMETHEUS_ENABLED: 'false' });
  const answer = await call(`${url}/metrics`, 'GET');
  assert.deepEqual([answer.status, answer.json.code], [404, 'HPL_REQUEST_NO_ROUTE']);
});

test('the other services answer /metrics beside their health checks', async (t) => {
  let scrape = async () => ({ contentType: 'text/plain', body: 'things 1\n' });
  const serve = async (options: Partial<Parameters<typeof createHealthServer>[0]>) => {
    const server = createHealthServer({
      host: '127.0.0.1',
      port: 0,
      health: createHealth({ needed: {} }),
      ...options,
    });
    await server.start();
    t.after(() => server.stop(AbortSignal.timeout(1000)));
    return `http://127.0.0.1:${server.port()}`;
  };
  const url = await serve({ scrape: () => scrape() });
  const answer = await call(`${url}/metrics`, 'GET');
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), answer.text],
    [200, 'text/plain', 'things 1\n'],
  );
  scrape = () => Promise.reject(new Error('no figures'));
  assert.deepEqual((await call(`${url}/metrics`, 'GET')).json, { status: 'failed', problem: 'no figures' });
  assert.equal((await call(`${await serve({})}/metrics`, 'GET')).status, 404);
});
