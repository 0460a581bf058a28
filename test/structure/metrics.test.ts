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
const env = { ADMIN_TOKEN: 'a-token-of-the-tests', SECRET_KEYS, PROMETHEUS_ENABLED: 'false' };

// Built, never started: that is enough to know what they measure.
const SERVICES: Record<string, Component & { metrics: Metrics }> = {
  api: buildApi(loadSettings(apiSettings, env), log),
  persist: buildPersist(loadSettings(persistSettings, env), log),
  deliver: buildDeliver(loadSettings(deliverSettings, env), log),
};

/** Those that design.md promises for the way of an event to Kafka. */
const PROMISED = [
  'event_ingestion_latency_seconds',
  'auth_latency_seconds',
  'rate_limit_check_latency_seconds',
  'db_operations_latency_seconds',
  'events_ingested_total',
  'cache_lookups_total',
  'event_queue_size',
  'validation_errors_total',
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
the users. A bucket of \`event_ingestion_latency_seconds\` shows the last recorded trace that fell into it (an exemplar): from a slow
bucket in Grafana to its trace is one click.

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
  const names = SERVICES.api?.metrics.list().map(({ name }) => name) ?? [];
  for (const name of PROMISED) assert.ok(names.includes(name), name);
});

test('no label is one that callers choose the values of', () => {
  const labels = Object.values(SERVICES).flatMap(({ metrics }) =>
    metrics.list().flatMap((one) => one.labels),
  );
  for (const label of labels) assert.match(label, /^(cache|result|type|code|operation)$/);
});
