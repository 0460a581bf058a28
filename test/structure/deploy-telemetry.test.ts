// The configurations of the collector, Tempo, Prometheus and Grafana in deploy/ fit together and to compose.yaml.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deliverSettings } from '@hopline/deliver/config';
import { parseDuration } from '@hopline/runtime/duration';
import {
  deployFolder,
  hostAndPort,
  OWN_SERVICES,
  readCompose,
  readDeployYaml,
} from '../support/deploy-files.ts';

const { services } = readCompose();

interface Collector {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly receivers: {
    readonly otlp: { readonly protocols: { readonly http: { readonly endpoint: string } } };
  };
  readonly processors: {
    readonly tail_sampling: {
      readonly decision_wait: string;
      readonly policies: readonly {
        readonly type: string;
        readonly status_code?: { readonly status_codes: readonly string[] };
      }[];
    };
  } & Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, { readonly endpoint: string }>>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<
      Record<string, Readonly<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>>
    >;
    readonly telemetry: {
      readonly metrics: {
        readonly readers: readonly { pull: { exporter: { prometheus: { port: number } } } }[];
      };
    };
  };
}

interface Tempo {
  readonly server: { readonly http_listen_port: number };
  readonly distributor: {
    readonly receivers: {
      readonly otlp: { readonly protocols: { readonly grpc: { readonly endpoint: string } } };
    };
  };
  readonly storage: { readonly trace: { readonly local: { readonly path: string } } };
  readonly metrics_generator: {
    readonly storage: { readonly remote_write: readonly { readonly url: string }[] };
  };
}

const collector = readDeployYaml<Collector>('otel-collector.yaml');
const tempo = readDeployYaml<Tempo>('tempo.yaml');

/** Where a mounted file or folder of deploy/ stands in its container. */
function mountedAt(service: string, source: string): string | undefined {
  const mounts = (services[service]?.volumes ?? []).map((text) => text.split(':'));
  return mounts.find(([from]) => from === source)?.[1];
}

test('the pipelines of the collector are made of what is configured, and decide before they batch', () => {
  const pipelines = Object.values(collector.service.pipelines);
  for (const { receivers, processors, exporters } of pipelines) {
    assert.deepEqual(receivers, Object.keys(collector.receivers));
    assert.deepEqual(exporters, Object.keys(collector.exporters));
    assert.deepEqual([processors.at(0), processors.at(-1)], ['memory_limiter', 'batch']);
  }
  const used = new Set(pipelines.flatMap(({ processors }) => processors));
  assert.deepEqual(Object.keys(collector.processors).sort(), [...used].sort());
  assert.deepEqual(collector.service.extensions, Object.keys(collector.extensions));
});

test('every trace with a failure is kept, and every failure, when it comes after the decision', () => {
  const { policies } = collector.processors.tail_sampling;
  const failures = policies.find(({ type }) => type === 'status_code');
  assert.deepEqual(failures?.status_code?.status_codes, ['ERROR']);
  // A policy of this kind would overrule it.
  assert.ok(!policies.some(({ type }) => type === 'drop'));
  const { traces, 'traces/failures': late } = collector.service.pipelines;
  assert.ok(traces?.processors.includes('tail_sampling'));
  assert.deepEqual(late?.processors, ['memory_limiter', 'filter/failures', 'batch']);
});

test('the collector waits longer than a trace takes that goes through a rung', () => {
  const throughRungs = parseDuration(services.deliver?.environment?.TRACE_THROUGH_RUNGS ?? '');
  const attempt = parseDuration(deliverSettings.WEBHOOK_TIMEOUT.default ?? '');
  assert.ok(parseDuration(collector.processors.tail_sampling.decision_wait) > throughRungs + 2 * attempt);
});

test('spans go from the services to the collector, and from there to Tempo', () => {
  const listens = hostAndPort(collector.receivers.otlp.protocols.http.endpoint).port;
  for (const name of OWN_SERVICES) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT = '', OTEL_TRACES_SAMPLER } = services[name]?.environment ?? {};
    assert.deepEqual(hostAndPort(OTEL_EXPORTER_OTLP_ENDPOINT), { host: 'otel-collector', port: listens });
    // What the services do not record the collector cannot keep.
    assert.equal(OTEL_TRACES_SAMPLER, 'parentbased_always_on');
  }
  const { port } = hostAndPort(tempo.distributor.receivers.otlp.protocols.grpc.endpoint);
  assert.equal(collector.exporters['otlp_grpc/tempo']?.endpoint, `tempo:${port}`);
  assert.equal(mountedAt('otel-collector', './otel-collector.yaml'), '/etc/otel-collector.yaml');
  assert.equal(mountedAt('tempo', './tempo.yaml'), '/etc/tempo.yaml');
  assert.ok(tempo.storage.trace.local.path.startsWith(`${mountedAt('tempo', 'tempo')}/`), 'on its volume');
});

test('Prometheus scrapes every service at the port where it listens, and reads the rules', () => {
  const prometheus = readDeployYaml<{
    rule_files: string[];
    scrape_configs: {
      job_name: string;
      static_configs?: { targets: string[] }[];
      dns_sd_configs?: { names: string[]; port: number }[];
    }[];
  }>('prometheus/prometheus.yaml');
  const found = new Map(
    prometheus.scrape_configs.flatMap(({ job_name, static_configs = [], dns_sd_configs = [] }) => [
      ...static_configs.flatMap(({ targets }) => targets.map((target) => [job_name, target] as const)),
      ...dns_sd_configs.flatMap(({ names, port }) =>
        names.map((name) => [job_name, `${name}:${port}`] as const),
      ),
    ]),
  );
  const metricsPort = collector.service.telemetry.metrics.readers[0]?.pull.exporter.prometheus.port;
  const expected = ['api', 'persist', 'deliver'].map(
    (name) => [`hopline-${name}`, `${name}:${services[name]?.environment?.PORT}`] as const,
  );
  assert.deepEqual(Object.fromEntries(found), {
    ...Object.fromEntries(expected),
    'otel-collector': `otel-collector:${metricsPort}`,
    tempo: `tempo:${tempo.server.http_listen_port}`,
    prometheus: 'localhost:9090',
  });
  const folder = mountedAt('prometheus', './prometheus');
  assert.deepEqual(prometheus.rule_files, [`${folder}/*.rules.yaml`]);
  const { command = [] } = services.prometheus ?? {};
  assert.ok(command.includes(`--config.file=${folder}/prometheus.yaml`));
  assert.ok(command.includes('--enable-feature=exemplar-storage'));
  // Tempo writes to it.
  assert.ok(command.includes('--web.enable-remote-write-receiver'));
  for (const { url } of tempo.metrics_generator.storage.remote_write)
    assert.equal(new URL(url).hostname, 'prometheus');
});

test('Grafana has its data sources and dashboards, and what links to another source names one that is there', () => {
  const { datasources } = readDeployYaml<{
    datasources: { uid: string; type: string; url: string; jsonData: unknown }[];
  }>('grafana/provisioning/datasources/datasources.yaml');
  const uids = datasources.map(({ uid }) => uid);
  for (const { uid, type, url, jsonData } of datasources) {
    assert.equal(uid, type);
    assert.ok(hostAndPort(url).host in services, `${url} leads nowhere`);
    for (const [, other] of JSON.stringify(jsonData).matchAll(/"datasourceUid":"([^"]+)"/g)) {
      assert.ok(uids.includes(other ?? ''), `${uid} links to ${other}`);
    }
  }
  assert.match(
    JSON.stringify(datasources),
    /"name":"trace_id","datasourceUid":"tempo"/,
    'the label of our exemplars',
  );
  const { providers } = readDeployYaml<{ providers: { options: { path: string } }[] }>(
    'grafana/provisioning/dashboards/dashboards.yaml',
  );
  const dashboards = mountedAt('grafana', './grafana/dashboards');
  assert.deepEqual(
    providers.map(({ options }) => options.path),
    [dashboards],
  );
  const home = services.grafana?.environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? '';
  assert.ok(home.startsWith(`${dashboards}/`));
  assert.ok(existsSync(join(deployFolder, 'grafana/dashboards', home.slice(home.lastIndexOf('/') + 1))));
});
