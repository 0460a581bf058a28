// How many there are of each: the HPA of the api, KEDA for those that read, and what is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from '@hopline/wire/ladder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { template, tryTemplate } from '../support/chart/helm.ts';
import { named, ofKind, valuesOf } from '../support/chart/pods.ts';

const names = topicNames('shop', parseLadder('5s'));
const groups = groupNames('shop');
const SCALED = { autoscaling: { enabled: true } };

test('the api scales by CPU and by requests, those apart each by their own limits', async () => {
  const manifests = await template({
    values: {
      api: {
        roles: 'separate',
        autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 30, requestsPerSecond: 2000 },
        control: { autoscaling: { maxReplicas: 4, requestsPerSecond: null } },
      },
    },
  });
  const ingest = named(manifests, 'HorizontalPodAutoscaler', '-ingest').spec;
  const control = named(manifests, 'HorizontalPodAutoscaler', '-control').spec;
  assert.deepEqual(
    [ingest.minReplicas, ingest.maxReplicas, control.minReplicas, control.maxReplicas],
    [3, 30, 3, 4],
  );
  assert.deepEqual(ingest.metrics, [
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
    {
      type: 'Pods',
      pods: {
        metric: { name: 'hopline_http_requests_per_second' },
        target: { type: 'AverageValue', averageValue: '2000' },
      },
    },
  ]);
  assert.equal(control.metrics.length, 1);
  assert.equal(ingest.behavior.scaleDown.stabilizationWindowSeconds, 300);
});

test('persist and deliver scale by the lag of their own group in their own topic', async () => {
  const manifests = await template({
    values: {
      settings: { TOPIC_PREFIX: 'shop' },
      persist: SCALED,
      deliver: { ...SCALED, roles: 'separate' },
    },
  });
  assert.equal(ofKind(manifests, 'ScaledObject').length, 2);
  for (const [service, topic, group] of [
    ['persist', names.events, groups.persist],
    ['deliver', names.deliveries, groups.deliver],
  ] as const) {
    const { spec } = named(manifests, 'ScaledObject', `-${service}`);
    const [{ type, metadata }] = spec.triggers;
    assert.deepEqual(
      [type, metadata.topic, metadata.consumerGroup, metadata.bootstrapServers, metadata.offsetResetPolicy],
      ['kafka', topic, group, 'kafka:9092', 'earliest'],
    );
    assert.equal(spec.scaleTargetRef.name, named(manifests, 'Deployment', `-${service}`).metadata.name);
    assert.ok(spec.minReplicaCount >= 1, 'its group is never empty');
  }
});

test('members leave a group one by one, and none within minutes of the last wish for it', async () => {
  const manifests = await template({ values: { persist: SCALED, deliver: SCALED } });
  for (const { spec } of ofKind(manifests, 'ScaledObject')) {
    const { scaleDown, scaleUp } = spec.advanced.horizontalPodAutoscalerConfig.behavior;
    assert.ok(scaleDown.stabilizationWindowSeconds >= 600);
    assert.deepEqual(
      scaleDown.policies.map(({ type, value }: { type: string; value: number }) => [type, value]),
      [['Pods', 1]],
    );
    assert.ok(scaleDown.policies[0].periodSeconds >= 300);
    assert.ok(scaleUp.stabilizationWindowSeconds >= 30);
  }
});

test('what is scaled has no number of its own, so that an upgrade does not undo the scaling', async () => {
  const scaled = await template({ values: { api: SCALED, persist: SCALED, deliver: SCALED } });
  for (const { spec } of ofKind(scaled, 'Deployment')) assert.equal(spec.replicas, undefined);
  for (const { spec } of ofKind(await template(), 'Deployment')) assert.equal(spec.replicas, 2);
  const apart = await template({ files: ['values-production.yaml'] });
  assert.equal(named(apart, 'Deployment', '-rungs').spec.replicas, 2);
});

test("KEDA has Kafka's credentials as the pods have them", async () => {
  const manifests = await template({
    values: {
      kafka: {
        tls: { enabled: true, ca: { name: 'ca' }, client: { name: 'user' } },
        sasl: { mechanism: 'scram-sha-256', username: 'hopline' },
      },
      secrets: { kafkaPassword: { name: 'kafka' } },
      persist: SCALED,
    },
  });
  const [{ metadata, authenticationRef }] = named(manifests, 'ScaledObject', '-persist').spec.triggers;
  assert.deepEqual([metadata.tls, metadata.sasl], ['enable', 'scram_sha256']);
  const credentials = named(manifests, 'TriggerAuthentication', authenticationRef.name);
  const pod = named(manifests, 'Deployment', '-persist').spec.template.spec.containers[0];
  for (const { name } of credentials.spec.env) {
    assert.ok(
      pod.env.some((one: { name: string }) => one.name === name),
      name,
    );
  }
  assert.deepEqual(
    credentials.spec.secretTargetRef.map((one: { parameter: string; name: string }) => [
      one.parameter,
      one.name,
    ]),
    [
      ['ca', 'ca'],
      ['cert', 'user'],
      ['key', 'user'],
    ],
  );
});

test('never more pods than partitions, and nothing that could not work: refused with what to do', async () => {
  for (const [values, problem] of [
    [{ persist: { replicas: 13 } }, /persist: 13 pods for 12 partitions.*lower persist\.replicas/],
    [
      {
        deliver: { autoscaling: { enabled: true, maxReplicas: 5 } },
        migrate: { settings: { DELIVERIES_PARTITIONS: 4 } },
      },
      /deliver: 5 pods for 4 partitions.*lower deliver\.autoscaling\.maxReplicas/,
    ],
    [{ persist: { autoscaling: { enabled: true, minReplicas: 7 } } }, /minReplicas is more than/],
    [{ api: { autoscaling: { enabled: true, cpuPercent: null } } }, /by neither CPU nor requests/],
    [{ deliver: { rollout: { maxSurge: '0%' } } }, /no rollout could ever begin/],
    [{ migrate: { settings: { REPLICATION_FACTOR: 1 } } }, /MIN_INSYNC_REPLICAS is more than/],
    [{ secrets: { secretKeys: { name: '' } } }, /name the Secret with SECRET_KEYS/],
    [{ postgres: { pooler: 'transaction' } }, /secrets\.databaseListenUrl\.name/],
    [{ kafka: { sasl: { mechanism: 'plain' } } }, /needs kafka\.sasl\.username and secrets\.kafkaPassword/],
    [{ kafka: { tls: { ca: { name: 'ca' } } } }, /set kafka\.tls\.enabled/],
    [
      { metrics: { serviceMonitor: { enabled: true } }, settings: { PROMETHEUS_ENABLED: false } },
      /PROMETHEUS_ENABLED is false/,
    ],
    [{ strimzi: { topics: { enabled: true } } }, /strimzi\.cluster/],
    [{ gateway: { enabled: true } }, /gateway\.parentRefs/],
    // What the schema of the values forbids.
    [{ persist: { replicaz: 3 } }, /replicaz/],
    [{ api: { settings: { BUFFER_BITES: 1 } } }, /BUFFER_BITES/],
    [{ api: { settings: { ACCEPT_TIMEOUT: '5 seconds' } } }, /ACCEPT_TIMEOUT/],
    [{ settings: { FAILPOINT: 'x' } }, /FAILPOINT/],
    [{ secrets: { adminToken: 'a-token-as-it-is' } }, /adminToken/],
    [{ secrets: { databaseUrl: { name: '' } } }, /databaseUrl/],
    [{ kafka: { brokers: [] } }, /brokers/],
    [{ extraEnv: [{ name: 'DATABASE_URL', value: 'x' }] }, /extraEnv/],
    [{ podLabels: { 'app.kubernetes.io/name': 'x' } }, /invalid propertyName 'app\.kubernetes\.io\/name'/],
  ] as const) {
    const { ok, output } = await tryTemplate({ values });
    assert.equal(ok, false, JSON.stringify(values));
    assert.match(output, problem);
  }
});

test('without deliveries no keys are needed', async () => {
  const values = {
    secrets: { secretKeys: { name: '' } },
    deliver: { settings: { DISABLE_WEBHOOK_DELIVERY: true } },
  };
  const deliver = named(await template({ values }), 'Deployment', '-deliver');
  assert.equal(valuesOf(deliver).DISABLE_WEBHOOK_DELIVERY, 'true');
});
