// What a release makes beside its pods: the job, topics, users, alerts and dashboards; and two releases beside each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from '@hopline/wire/ladder';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { topicNames } from '@hopline/wire/topics';
import { parse } from 'yaml';
import { type Manifest, template } from '../support/chart/helm.ts';
import { OPTIONS } from '../support/chart/options.ts';
import { named, ofKind, serviceOf, valuesOf, workloads } from '../support/chart/pods.ts';
import { readDeployFile } from '../support/deploy-files.ts';

test('the job runs before each install and upgrade, by itself, and is made anew each time', async () => {
  const { metadata, spec } = named(await template(), 'Job', '-migrate');
  assert.equal(metadata.annotations?.['helm.sh/hook'], 'pre-install,pre-upgrade');
  assert.equal(metadata.annotations?.['helm.sh/hook-delete-policy'], 'before-hook-creation,hook-succeeded');
  assert.ok(spec.activeDeadlineSeconds > 60);
  // Nothing of the release is there yet when it runs first.
  assert.equal(spec.template.spec.serviceAccountName, 'default');
  assert.ok(!JSON.stringify(spec).includes('configMap'));
});

test('no other object is a hook: a hook is deleted before it is made again', async () => {
  for (const given of Object.values(OPTIONS)) {
    const hooks = (await template(given)).filter(({ metadata }) => metadata.annotations?.['helm.sh/hook']);
    assert.ok(hooks.every(({ kind }) => kind === 'Job'));
  }
});

test('where the release makes the Kafka user, the first job comes after it', async () => {
  const { metadata } = named(await template(OPTIONS['a user by Strimzi, by certificate']), 'Job', '-migrate');
  assert.equal(metadata.annotations?.['helm.sh/hook'], 'post-install,pre-upgrade');
});

test('past a pooler in transaction mode the job and the api know the way to Postgres itself', async () => {
  const manifests = await template(OPTIONS['behind PgBouncer']);
  for (const workload of workloads(manifests)) {
    const { env } = workload.spec.template.spec.containers[0];
    const direct = env.find(({ name }: { name: string }) => name === 'DATABASE_LISTEN_URL');
    const needsIt = ['api', 'migrate'].includes(serviceOf(workload));
    assert.equal(direct?.valueFrom.secretKeyRef.name, needsIt ? 'direct' : undefined, workload.metadata.name);
    assert.equal(valuesOf(workload).DATABASE_POOLER, 'transaction');
  }
});

test('two releases in one namespace share no name, no selector and, by the prefix, no topic', async () => {
  const one = await template({ release: 'one' });
  const other = await template({ release: 'other', values: { settings: { TOPIC_PREFIX: 'other' } } });
  const keys = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  assert.deepEqual(
    keys(one).filter((key) => keys(other).includes(key)),
    [],
  );
  const selectors = (manifests: Manifest[]) => manifests.map(({ spec }) => JSON.stringify(spec?.selector));
  const shared = selectors(one).filter((text) => text !== undefined && selectors(other).includes(text));
  assert.deepEqual(shared, []);
});

test('names keep within 63 characters, however long that of the release is', async () => {
  const given = {
    release: 'r'.repeat(53),
    values: { ...OPTIONS['rungs apart']?.values, metrics: { dashboards: { enabled: true } } },
  };
  for (const { kind, metadata } of await template(given)) {
    assert.ok(metadata.name.length <= 63, `${kind} ${metadata.name}`);
    for (const label of Object.values(metadata.labels ?? {})) assert.ok(label.length <= 63, label);
  }
});

test('Strimzi is given exactly the topics that the migrate job would make', async () => {
  const ladder = '5s,5s,1m,1h';
  const manifests = await template({
    values: {
      settings: { TOPIC_PREFIX: 'shop', RETRY_LADDER: ladder },
      strimzi: { cluster: 'events', topics: { enabled: true } },
    },
  });
  const given = ofKind(manifests, 'KafkaTopic').map(({ metadata, spec }) => {
    const { 'min.insync.replicas': minInsync, ...config } = spec.config;
    assert.deepEqual([minInsync, spec.replicas, metadata.labels?.['strimzi.io/cluster']], [2, 3, 'events']);
    assert.equal(metadata.annotations?.['helm.sh/resource-policy'], 'keep');
    const texts = Object.entries(config).map(([name, value]) => [name, String(value)]);
    return { topic: metadata.name, partitions: spec.partitions, config: Object.fromEntries(texts) };
  });
  const wanted = topicSpecifications(topicNames('shop', parseLadder(ladder)), {
    ...{ events: 12, deliveries: 12, rung: 3, dlq: 3 },
  });
  const byName = (a: { topic: string }, b: { topic: string }) => (a.topic < b.topic ? -1 : 1);
  assert.deepEqual(given.sort(byName), [...wanted].sort(byName));
});

test('the Kafka user may use and make the topics of its prefix, and use its groups, and may do nothing else', async () => {
  const strimzi = { cluster: 'events', user: { enabled: true, name: 'us' } };
  const { spec } = named(await template({ values: { strimzi } }), 'KafkaUser', 'us');
  const acls = spec.authorization.acls.map(
    ({ resource, operations }: { resource: Record<string, string>; operations: string[] }) =>
      `${resource.type} ${resource.name} ${resource.patternType}: ${operations.join(' ')}`,
  );
  assert.deepEqual(acls, [
    'topic hopline. prefix: Create Describe DescribeConfigs Read Write',
    'group hopline. prefix: Describe Read',
  ]);
});

test('alerts and recording rules arrive as they are, with the place of the runbook', async () => {
  const manifests = await template({
    values: { metrics: { rules: { enabled: true, runbookUrl: 'https://wiki.example.com/runbook' } } },
  });
  const { groups } = named(manifests, 'PrometheusRule', 'hopline').spec;
  const files = ['delivery', 'dependencies', 'ingest', 'pipeline', 'recording'];
  const expected = files.flatMap((name) => {
    const text = readDeployFile(`prometheus/${name}.rules.yaml`);
    return parse(text.replaceAll('docs/runbook.md', 'https://wiki.example.com/runbook')).groups;
  });
  assert.deepEqual(groups, expected);
  assert.ok(JSON.stringify(groups).includes('{{ $value'), 'templates of Prometheus are left to it');
});

test('dashboards arrive as they are, each small enough for a ConfigMap', async () => {
  const maps = ofKind(await template(OPTIONS['metrics, rules and dashboards']), 'ConfigMap');
  assert.equal(maps.length, 5);
  for (const { data, metadata } of maps) {
    const [[name, text] = ['', '']] = Object.entries(data as Record<string, string>);
    assert.deepEqual(
      JSON.parse(text),
      JSON.parse(readDeployFile(`grafana/dashboards/${name.replace('hopline-', '')}`)),
    );
    assert.ok(text.length < 1024 * 1024);
    assert.equal(metadata.labels?.grafana_dashboard, '1');
  }
});

test('Prometheus scrapes every service, under the names that alerts and dashboards know', async () => {
  const manifests = await template(OPTIONS['metrics, rules and dashboards']);
  const { selector, endpoints } = named(manifests, 'ServiceMonitor', 'hopline').spec;
  const [{ path, port, relabelings }] = endpoints;
  assert.deepEqual([path, port], ['/metrics', 'http']);
  const services = ofKind(manifests, 'Service');
  assert.equal(services.length, 3);
  const [job] = relabelings;
  assert.equal(job.targetLabel, 'job');
  const label = job.sourceLabels[0].replace('__meta_kubernetes_service_label_', '');
  const jobs = services.map(({ metadata, spec }) => {
    const labels = metadata.labels ?? {};
    for (const [key, value] of Object.entries(selector.matchLabels)) assert.equal(labels[key], value);
    assert.ok(spec.ports.some(({ name }: { name: string }) => name === 'http'));
    const [, value = ''] =
      Object.entries(labels).find(([key]) => key.replaceAll(/[./-]/g, '_') === label) ?? [];
    return job.replacement.replace('$1', value);
  });
  assert.deepEqual(jobs.sort(), ['hopline-api', 'hopline-deliver', 'hopline-persist']);
});

test('spans say of which pod they are', async () => {
  const [api] = workloads(await template(OPTIONS.traces));
  assert.ok(api);
  const values = valuesOf(api);
  assert.equal(values.OTEL_RESOURCE_ATTRIBUTES, 'k8s.namespace.name=events,k8s.pod.name=$(HOPLINE_POD)');
  assert.equal(values.OTEL_EXPORTER_OTLP_ENDPOINT, 'http://collector:4318');
});

test('the image is the one of the chart, unless a tag or a digest is given', async () => {
  const image = async (values: object) =>
    workloads(await template({ values })).map(({ spec }) => spec.template.spec.containers[0].image)[0];
  assert.equal(await image({}), 'hopline:0.1.0');
  assert.equal(await image({ image: { repository: 'r.example.com/h', tag: '2' } }), 'r.example.com/h:2');
  assert.equal(
    await image({ image: { digest: `sha256:${'a'.repeat(64)}` } }),
    `hopline@sha256:${'a'.repeat(64)}`,
  );
});
