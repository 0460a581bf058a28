// What persist and deliver measure, while events go all the way: each number is that of something that happened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEventProducer } from '../support/produce-events.ts';
import { startReceiver } from '../support/receiver.ts';
import { readMetric, readMetrics, scrape } from '../support/scrape.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';

const QUICK = { SWEEP_INTERVAL: '1s', REPLAY_INTERVAL: '500ms' };

test('what becomes of events and deliveries is counted where it happens', async (t) => {
  // The second endpoint refuses everything once, the third always.
  const receiver = await startReceiver(t, ({ path }, _response, nth) =>
    path === '/twice' && nth === 1 ? 500 : path === '/never' ? 503 : 200,
  );
  const hops = await startThreeHops(t, { BREAKER_OPEN: '100ms' }, QUICK);
  const { topics, key, ask, makeEndpoint } = hops;
  const persist = `http://127.0.0.1:${hops.persist.port()}`;
  const deliver = `http://127.0.0.1:${hops.deliver.service.port()}`;
  await makeEndpoint(`${receiver.url}/well`);
  await makeEndpoint(`${receiver.url}/twice`);
  await makeEndpoint(`${receiver.url}/never`);
  const paused = await makeEndpoint(`${receiver.url}/paused`, { event_types: ['never.sent'] });
  await ask('PATCH', `/api/endpoints/${paused.id}`, { paused: true });

  for (const n of [1, 2, 3]) await hops.post('a', { n });
  const repeated = { type: 'a', dedup_id: 'once', payload: { n: 4 } };
  const texts = [repeated, repeated, { ...repeated, payload: { n: 5 } }].map((one) => JSON.stringify(one));
  for (const text of texts) await hops.postText(text);
  const producer = await startEventProducer(t, topics);
  await producer.sendRaw(Buffer.from('poison'));

  const stored = ['events_stored_total', 'events_repeated_total', 'events_conflicting_total'];
  await until('all records are stored', async () =>
    (await readMetrics(persist, stored)).every((value, i) => (value ?? 0) >= ([4, 2, 1][i] as number)),
  );
  await until(
    'the poison is set aside',
    async () => (await readMetric(persist, 'events_dead_lettered_total{reason="undecodable"}')) === 1,
  );
  assert.deepEqual(await readMetrics(persist, [...stored, 'deliveries_made_total']), [4, 2, 1, 12]);
  assert.equal(await readMetric(persist, 'event_stored_seconds_count'), 4);
  assert.equal(await readMetric(persist, 'batch_records_sum{batch="persist"}'), 7);
  assert.equal(
    await readMetric(persist, 'events_dead_lettered_total{reason="invalid"}'),
    0,
    'from the start',
  );

  const status = (of: string) => `webhook_deliveries_total{status="${of}"}`;
  // Of /never each delivery is retried on each rung, of /twice once.
  const becomes = [status('succeeded'), status('dead'), status('retried'), status('cancelled')];
  await until('all deliveries are over', async () => {
    const [succeeded, dead] = await readMetrics(deliver, becomes);
    return succeeded === 8 && dead === 4;
  });
  const retries = topics.ladder.steps.length;
  assert.deepEqual(await readMetrics(deliver, becomes), [8, 4, 4 + 4 * retries, 0]);
  const attempts = ['succeeded', 'status', 'timeout'].map((of) => `webhook_attempts_total{outcome="${of}"}`);
  assert.deepEqual(await readMetrics(deliver, attempts), [8, 4 + 4 * (retries + 1), 0]);
  const series = await readMetrics(deliver, [
    'webhook_attempt_seconds_count{outcome="succeeded"}',
    'event_delivered_seconds_count{attempt="first"}',
    'event_delivered_seconds_count{attempt="later"}',
    'results_fenced_total',
    'results_lost_total',
    'claims_lost_total',
  ]);
  assert.deepEqual(series.slice(0, 3), [8, 4, 4]);
  assert.deepEqual(series.slice(3, 5), [0, 0]);
  // Where a breaker was open the endpoint's owner looks for what is due itself, and may be before the rung.
  await until('all retries are forwarded', async () => {
    const forwarded = await readMetric(deliver, 'retry_lateness_seconds_count');
    return (forwarded ?? 0) >= 4 + 4 * retries;
  });
  const [claims, results] = await readMetrics(deliver, [
    'batch_records_sum{batch="claim"}',
    'batch_records_sum{batch="result"}',
  ]);
  assert.ok((claims ?? 0) >= 12 + 4 + 4 * retries);
  assert.equal(results, 8 + 4 + 4 + 4 * retries);

  await until('nothing is behind', async () => {
    const lags = [...(await scrape(persist)), ...(await scrape(deliver))].filter(({ series }) =>
      series.startsWith('consumer_lag_records'),
    );
    return lags.length === 2 + retries && lags.every(({ value }) => value === 0);
  });
  const partitions = (await scrape(deliver)).filter(({ series }) =>
    series.startsWith('consumer_partitions{'),
  );
  assert.ok(
    partitions.every(({ value }) => value >= 1),
    JSON.stringify(partitions),
  );
  for (const [url, topic] of [
    [hops.url, topics.topics.events],
    [persist, topics.topics.deliveries],
    [deliver, topics.topics.rungs[0]?.topic],
  ] as const) {
    const known = ['topic_partitions', 'topic_partitions_leaderless'].map(
      (name) => `${name}{topic="${topic}"}`,
    );
    const [there, leaderless] = await readMetrics(url, known);
    assert.ok((there ?? 0) >= 1, `${topic}: ${there} partitions`);
    assert.equal(leaderless, 0, topic);
  }
  const groups = (await scrape(deliver)).filter(({ series }) =>
    series.startsWith('consumer_rebalances_total'),
  );
  assert.equal(groups.length, 2);
  assert.ok(groups.every(({ value }) => value >= 1));

  const state = ['posting', 'unwritten'].map((use) => `delivery_slots{use="${use}"}`);
  assert.deepEqual(await readMetrics(deliver, state), [0, 0]);
  assert.ok(((await readMetric(deliver, 'delivery_slots{use="free"}')) ?? 0) > 0);

  await until('whoever sweeps has read the figures of the installation', async () => {
    const [poison, dead, active, held] = await readMetrics(persist, [
      `dead_letters{topic="${topics.topics.eventsDlq}"}`,
      `dead_letters{topic="${topics.topics.deliveriesDlq}"}`,
      'endpoints{state="active"}',
      'endpoints{state="paused"}',
    ]);
    return poison === 1 && dead === 4 && active === 3 && held === 1;
  });
  const [disabled, running, oldest] = await readMetrics(persist, [
    'endpoints{state="disabled"}',
    'replays{state="running"}',
    'oldest_day_age_seconds',
  ]);
  assert.deepEqual([disabled, running], [0, 0]);
  assert.ok((oldest ?? 0) > 0);
  assert.ok(((await readMetric(persist, 'sweeper_round_seconds_count')) ?? 0) >= 1);

  assert.equal((await ask('POST', '/api/replays', {})).status, 202);
  await until(
    'what is dead is replayed',
    async () => (await readMetric(persist, 'replay_deliveries_total{result="replayed"}')) === 4,
  );

  for (const [url, dependencies] of [
    [hops.url, ['kafka', 'postgres', 'clock']],
    [persist, ['kafka', 'postgres', 'clock', 'events_consumer', 'batches']],
    [deliver, ['kafka', 'postgres', 'clock', 'deliveries_consumer', 'rungs_consumer']],
  ] as const) {
    const names = dependencies.map((dependency) => `dependency_up{dependency="${dependency}"}`);
    await until('all that it needs is there', async () =>
      (await readMetrics(url, names)).every((value) => value === 1),
    );
    const found = await scrape(url);
    assert.equal(found.find(({ series }) => series.startsWith('hopline_info{version="'))?.value, 1);
    // A request counts when it is sent, its time when it is answered.
    await until('every request has its time', async () => {
      const [produced = 0, produceSeconds] = await readMetrics(url, [
        'kafka_requests_total{api="Produce"}',
        'produce_seconds_count',
      ]);
      return produced >= 1 && produced === produceSeconds;
    });
  }
  assert.ok(((await readMetric(deliver, 'kafka_requests_total{api="Fetch"}')) ?? 0) >= 1);

  await fetch(`${hops.url}/api/events/00000000-0000-7000-8000-000000000000`, {
    headers: { 'x-api-key': key },
  });
  await fetch(`${hops.url}/nowhere/${key}`);
  const requests = [
    'http_requests_total{method="POST",route="/api/events",status="2xx"}',
    'http_requests_total{method="GET",route="/api/events/:id",status="4xx"}',
    'http_requests_total{method="GET",route="none",status="4xx"}',
    'http_request_seconds_count{route="/api/events/:id"}',
  ];
  const [posted, ...others] = await readMetrics(hops.url, requests);
  assert.ok((posted ?? 0) >= 6);
  assert.deepEqual(others, [1, 1, 1]);
});
