import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

test('a scrape is OpenMetrics, with every kind of instrument', async () => {
  const metrics = createMetrics();
  metrics.counter('things_total', 'all things').inc(3);
  const lookups = metrics.counters('lookups_total', 'look-ups', ['cache', 'result']);
  lookups.of({ cache: 'keys', result: 'hit' }).inc();
  lookups.of({ cache: 'keys', result: 'hit' }).inc();
  lookups.of({ cache: 'keys', result: 'miss' });
  let reads = 0;
  metrics.readCounters('reads_total', 'reads', ['of'], () => {
    reads = 7;
    return [{ labels: { of: 'a' }, value: reads }];
  });
  let waiting = 1;
  metrics.gauge('waiting', 'what waits', () => waiting);
  waiting = 5;
  const latency = metrics.histogram('latency_seconds', 'latency', [0.01, 0.1]);
  for (const seconds of [0.01, 0.05, 0.25]) latency.observe(seconds);
  metrics.histograms('db_seconds', 'statements', [1], 'operation').of('find-key').observe(0.5);

  const { contentType, body } = await metrics.scrape();
  assert.equal(contentType, 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  assert.equal(
    body,
    `# HELP things all things
# TYPE things counter
things_total 3
# HELP lookups look-ups
# TYPE lookups counter
lookups_total{cache="keys",result="hit"} 2
lookups_total{cache="keys",result="miss"} 0
# HELP reads reads
# TYPE reads counter
reads_total{of="a"} 7
# HELP waiting what waits
# TYPE waiting gauge
waiting 5
# HELP latency_seconds latency
# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.01"} 1
latency_seconds_bucket{le="0.1"} 2
latency_seconds_bucket{le="+Inf"} 3
latency_seconds_sum 0.31
latency_seconds_count 3
# HELP db_seconds statements
# TYPE db_seconds histogram
db_seconds_bucket{le="1",operation="find-key"} 1
db_seconds_bucket{le="+Inf",operation="find-key"} 1
db_seconds_sum{operation="find-key"} 0.5
db_seconds_count{operation="find-key"} 1
# EOF
`,
  );
  assert.equal((await metrics.scrape()).body, body, 'a scrape changes nothing');
});

test('a bucket shows the last observation of a recorded trace', async () => {
  const metrics = createMetrics();
  const latency = metrics.histogram('latency_seconds', 'latency', [0.01, 0.1]);
  latency.observe(0.02, 'a'.repeat(32));
  latency.observe(0.03, 'b'.repeat(32));
  latency.observe(0.04);
  const { body } = await metrics.scrape();
  const lines = body.split('\n').filter((line) => line.includes('trace_id'));
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? '',
    /^latency_seconds_bucket\{le="0\.1"\} 3 # \{trace_id="b{32}"\} 0\.03 \d{10}(\.\d+)?$/,
  );
});

test('names are listed as they were given, and each can be given once', async () => {
  const metrics = createMetrics();
  metrics.counters('things_total', 'all things', ['kind']);
  await metrics.scrape();
  assert.deepEqual(metrics.list(), [
    { name: 'things_total', type: 'counter', help: 'all things', labels: ['kind'] },
  ]);
  metrics.gauge('waiting', 'what waits', () => 0);
  assert.throws(() => metrics.gauge('waiting', 'again', () => 0), /already been registered/);
});

test('the process tells of itself', async () => {
  const metrics = createMetrics();
  metrics.addProcessMetrics();
  const { body } = await metrics.scrape();
  for (const name of [
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_p99_seconds',
    'nodejs_heap_size_used_bytes',
  ]) {
    assert.match(body, new RegExp(`^${name} [0-9.e+-]+$`, 'm'));
  }
  assert.deepEqual(metrics.list(), []);
});
