// docs/metrics.md is made from the metrics that the services register.
// `UPDATE_DOCS=1 npm test -- test/structure/metrics.test.ts` writes it anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiSettings } from '@hopline/api/config';
import { buildService as buildApi } from '@hopline/api/service';
import { deliverSettings } from '@hopline/deliver/config';
import { buildService as buildDeliver } from '@hopline/deliver/service';
import { persistSettings } from '@hopline/persist/config';
import { buildService as buildPersist } from '@hopline/persist/service';
import type { Component } from '@hopline/runtime/lifecycle';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import type { MetricDescription, Metrics } from '@hopline/telemetry/metrics';
import { SECRET_KEYS } from '../support/secret-keys.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'metrics.md');
const log = createLogger('test', 'silent');
const env = {
  ADMIN_TOKEN: 'an-admin-token-of-the-tests-0123456789',
  SECRET_KEYS,
  PROMETHEUS_ENABLED: 'false',
};

// Built, never started: that is enough to know what they measure.
const SERVICES: Record<string, Component & { metrics: Metrics }> = {
  api: buildApi(loadSettings(apiSettings, env), log),
  persist: buildPersist(loadSettings(persistSettings, env), log),
  deliver: buildDeliver(loadSettings(deliverSettings, env), log),
};

const CONSUMER = [
  'consumer_lag_records',
  'consumer_lag_seconds',
  'consumer_partitions',
  'consumer_rebalances_total',
];
const EVERYWHERE = [
  'hopline_info',
  'dependency_up',
  'clock_offset_seconds',
  'db_operations_latency_seconds',
  'db_pool_connections',
  'db_pool_idle_connections',
  'db_pool_size',
  'db_pool_waiting',
  'kafka_requests_total',
  'kafka_request_timeouts_total',
  'kafka_disconnects_total',
  'topic_partitions',
  'topic_partitions_leaderless',
  'produce_seconds',
  'batch_records',
];

/** What dashboards, alerts and people's own queries rely on: renaming one of them breaks those. */
const PROMISED: Record<string, readonly string[]> = {
  api: [
    ...EVERYWHERE,
    'event_ingestion_latency_seconds',
    'auth_latency_seconds',
    'rate_limit_check_latency_seconds',
    'events_ingested_total',
    'cache_lookups_total',
    'event_queue_size',
    'validation_errors_total',
    'http_requests_total',
    'http_request_seconds',
    'webhook_deliveries_total',
  ],
  persist: [
    ...EVERYWHERE,
    ...CONSUMER,
    'events_stored_total',
    'events_repeated_total',
    'events_conflicting_total',
    'events_dead_lettered_total',
    'event_stored_seconds',
    'deliveries_made_total',
    'webhook_deliveries_total',
    'batches_held',
    'sweeper_repairs_total',
    'sweeper_round_seconds',
    'replays',
    'replay_deliveries_total',
    'dead_letters',
    'endpoints',
    'endpoints_failing',
    'oldest_day_age_seconds',
    'retention_dropped_days_total',
  ],
  deliver: [
    ...EVERYWHERE,
    ...CONSUMER,
    'webhook_deliveries_total',
    'webhook_attempts_total',
    'webhook_attempt_seconds',
    'event_delivered_seconds',
    'retry_lateness_seconds',
    'delivery_slots',
    'endpoints_owned',
    'endpoints_backlogged',
    'claims_lost_total',
    'results_fenced_total',
    'results_lost_total',
  ],
};

/**
 * The labels that there are. Each has values that stand in the sources, in a setting, or in the protocol of Kafka: adding
 * one here is to say so of it, and test/integration/metric-series.test.ts looks whether it is true.
 */
const LABELS = [
  ...['api', 'attempt', 'batch', 'breaker', 'cache', 'code', 'dependency', 'group', 'kind', 'method'],
  ...[
    'operation',
    'outcome',
    'reason',
    'result',
    'route',
    'state',
    'status',
    'topic',
    'type',
    'use',
    'version',
  ],
];

function render(): string {
  const rows = new Map<string, { metric: MetricDescription; services: string[] }>();
  for (const [service, { metrics }] of Object.entries(SERVICES)) {
    for (const metric of metrics.list()) {
      const row = rows.get(metric.name) ?? { metric, services: [] };
      row.services.push(service);
      rows.set(metric.name, row);
    }
  }
  const lines = [...rows.values()]
    .sort((a, b) => a.metric.name.localeCompare(b.metric.name))
    .map(({ metric: { name, type, labels, help }, services }) => {
      const labelText = labels.map((label) => `\`${label}\``).join(', ') || '–';
      return `| \`${name}\` | ${type} | ${labelText} | ${help} | ${services.join(', ')} |`;
    });
  return `# Metrics
Every service answers \`GET /metrics\` in OpenMetrics 1.0, which Prometheus reads since 2.5, unless \`PROMETHEUS_ENABLED=false\`. It asks
for no key: do not let the public reach it.

Times are in seconds. No label ever holds an organization, an endpoint, an event or a URL, so the number of series does not grow with
the users. A bucket of \`event_ingestion_latency_seconds\`, \`event_stored_seconds\` and \`event_delivered_seconds\` shows the last
recorded trace that fell into it (an exemplar): from a slow bucket in Grafana to its trace is one click.

Nothing is asked of Kafka or Postgres for a scrape. How far a consumer is behind, its worker knows: the records that it has taken and not
finished, and where each log ended at its last fetch; of a partition that is paused the end is asked for every 15 s. A process tells of its
own partitions: \`sum\` their records over the processes, and take the \`max\` of their seconds. Records on a rung of the ladder wait on
purpose; their seconds count from when they are due. A wake-up in the deliveries topic is done when its attempt is over, so that one
endpoint which answers slowly shows there too.

\`dead_letters\`, \`replays\`, \`endpoints\`, \`endpoints_failing\` and \`oldest_day_age_seconds\` are of the whole installation. Whoever has the
turn of the sweeper reads them, once in a SWEEP_INTERVAL and at most every 15 s. Each persist process tells what it read in the last five
minutes: take the \`max\`, by their label, never a sum.

| metric | type | labels | what it is | services |
|---|---|---|---|---|
${lines.join('\n')}

Besides, every service has what Node and the operating system tell of its process: CPU, memory, open files, the event loop's lag and
garbage collection, with names that begin with \`process_\` and \`nodejs_\`. The lag's minimum, mean and percentiles hold the 50 ms between two
looks: a loop that is never late shows 0.05.
`;
}

test('docs/metrics.md lists every metric of every service', () => {
  const rendered = render();
  if (process.env.UPDATE_DOCS) writeFileSync(file, rendered);
  assert.equal(readFileSync(file, 'utf8'), rendered);
});

test('the names that were promised are there', () => {
  for (const [service, promised] of Object.entries(PROMISED)) {
    const names = SERVICES[service]?.metrics.list().map(({ name }) => name) ?? [];
    for (const name of promised) assert.ok(names.includes(name), `${service}: ${name}`);
  }
});

test('a metric of several services says the same of itself in each', () => {
  const texts = new Map<string, string>();
  for (const { metrics } of Object.values(SERVICES)) {
    for (const { name, ...described } of metrics.list()) {
      const text = JSON.stringify(described);
      assert.equal(text, texts.get(name) ?? text, name);
      texts.set(name, text);
    }
  }
});

test('no label is one that callers choose the values of', () => {
  const labels = Object.values(SERVICES).flatMap(({ metrics }) =>
    metrics.list().flatMap((one) => one.labels),
  );
  assert.deepEqual([...new Set(labels)].sort(), LABELS.toSorted());
});
