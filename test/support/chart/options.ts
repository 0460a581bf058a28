// Each option of the chart, so that each is rendered, checked against the schemas, and looked at by the tests of all of them.
import { namedSettings, SERVICES } from './chart-settings.ts';
import type { Given } from './helm.ts';
import { kindOf, sampleOf } from './value-kinds.ts';

const SMALL = ['values-small.yaml'];
const HERE = [{ namespaceSelector: { matchLabels: { name: 'here' } } }];
const SASL = {
  kafka: { sasl: { mechanism: 'plain', username: 'hopline' } },
  secrets: { kafkaPassword: { name: 'kafka' } },
};
const SCALED = { autoscaling: { enabled: true } };
const POLICIES = { enabled: true, kafka: { to: HERE }, postgres: { to: HERE } };

/** Every setting that a value of its own name sets, with another value than its default. */
export function allSettings(): Record<string, unknown> {
  const of = (place: Parameters<typeof namedSettings>[0]) =>
    Object.fromEntries(
      [...namedSettings(place)].map(([name, given]) => {
        const sample = sampleOf(given);
        return [name, /boolean|integer/.test(kindOf(given)) ? JSON.parse(sample) : sample];
      }),
    );
  const own = SERVICES.map((service) => [service, { settings: of(service) }] as const);
  return { settings: of('shared'), ...Object.fromEntries(own) };
}

/** By a name for the tests. */
export const OPTIONS: Readonly<Record<string, Given>> = {
  'no values at all': {},
  'values-small.yaml': { files: SMALL },
  'values-production.yaml': { files: ['values-production.yaml'] },
  'ingest and control apart': { values: { api: { roles: 'separate', ingest: { replicas: 4 } } } },
  'rungs apart': { values: { deliver: { roles: 'separate', rungs: { replicas: 3 } } } },
  'Kafka with TLS of a known CA': { values: { kafka: { tls: { enabled: true } } } },
  'Kafka with mTLS, scaled by lag': {
    values: {
      kafka: { tls: { enabled: true, ca: { name: 'ca' }, client: { name: 'user' } } },
      persist: SCALED,
    },
  },
  'Kafka with SASL PLAIN, scaled by lag': { values: { ...SASL, persist: SCALED, deliver: SCALED } },
  'scaled by lag without credentials': { values: { persist: SCALED, deliver: SCALED } },
  'the api scaled by CPU': { values: { api: SCALED } },
  'the api scaled by requests alone': {
    values: { api: { autoscaling: { enabled: true, cpuPercent: null, requestsPerSecond: 500 } } },
  },
  'behind PgBouncer': {
    values: { postgres: { pooler: 'transaction' }, secrets: { databaseListenUrl: { name: 'direct' } } },
  },
  'Postgres with TLS and our own certificate': {
    values: { postgres: { tls: { ca: { name: 'ca' }, client: { name: 'user' } } } },
  },
  'a replica and a schema registry': {
    values: {
      secrets: {
        databaseReadUrl: { name: 'replica' },
        schemaRegistryUrl: { name: 'registry' },
        schemaRegistryAuth: { name: 'registry' },
      },
    },
  },
  'an Ingress with TLS': {
    values: {
      ingress: {
        enabled: true,
        className: 'nginx',
        annotations: { a: 'b' },
        hosts: ['a.example.com', 'b.example.com'],
        tls: [{ secretName: 'tls', hosts: ['a.example.com'] }],
      },
    },
  },
  'an Ingress for all hosts, without the console and the documentation': {
    values: {
      ingress: { enabled: true },
      public: { console: false, docs: false },
      api: { roles: 'separate' },
    },
  },
  'the Gateway API': {
    values: {
      gateway: { enabled: true, parentRefs: [{ name: 'public', port: 443 }], annotations: { a: 'b' } },
    },
  },
  traces: {
    values: { tracing: { endpoint: 'http://collector:4318', sampler: 'always_on', samplerArg: '1' } },
  },
  'metrics, rules and dashboards': {
    values: {
      metrics: {
        serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
        rules: { enabled: true, labels: { release: 'prometheus' } },
        dashboards: { enabled: true, annotations: { grafana_folder: 'Hopline' } },
      },
    },
  },
  'network policies': { values: { networkPolicy: POLICIES } },
  'network policies with all that can be reached': {
    values: {
      networkPolicy: {
        ...POLICIES,
        api: { from: HERE },
        metrics: { from: HERE },
        collector: { to: HERE },
        schemaRegistry: { to: HERE },
        kafka: { to: HERE, extraPorts: [9093] },
        webhooks: { exceptIPv4: ['8.8.8.0/24'], exceptIPv6: ['2a00::/32'] },
      },
      tracing: { endpoint: 'http://collector:4318' },
      secrets: { schemaRegistryUrl: { name: 'registry' } },
    },
  },
  'network policies where webhooks may be private': {
    values: { networkPolicy: POLICIES, settings: { ALLOW_PRIVATE_WEBHOOKS: true } },
  },
  'network policies where nothing is delivered': {
    values: { networkPolicy: POLICIES, deliver: { settings: { DISABLE_WEBHOOK_DELIVERY: true } } },
  },
  'topics by Strimzi': {
    values: { strimzi: { cluster: 'events', namespace: 'kafka', topics: { enabled: true } } },
  },
  'a user by Strimzi, by certificate': {
    values: { strimzi: { cluster: 'events', user: { enabled: true, authentication: 'tls' } } },
  },
  'without a migrate job, an account and budgets': {
    values: {
      migrate: { enabled: false },
      serviceAccount: { create: false, name: 'mine' },
      api: { disruptionBudget: { enabled: false } },
    },
  },
  'an image by its digest, with secrets to pull it': {
    values: { image: { digest: `sha256:${'0'.repeat(64)}`, pullSecrets: ['pull'] } },
  },
  'where pods run': {
    values: {
      topologySpread: { zone: 'DoNotSchedule', host: '' },
      podLabels: { team: 'events' },
      podAnnotations: { note: 'x' },
      commonLabels: { owner: 'events' },
      extraEnv: [{ name: 'NODE_OPTIONS', value: '--max-old-space-size=512' }],
      serviceAccount: { annotations: { a: 'b' } },
      service: { type: 'LoadBalancer', port: 8443, annotations: { a: 'b' } },
      deliver: {
        nodeSelector: { disk: 'none' },
        tolerations: [{ key: 'a', operator: 'Exists' }],
        affinity: { podAntiAffinity: {} },
        priorityClassName: 'high',
        rollout: { maxSurge: '50%', maxUnavailable: 1 },
      },
    },
  },
  'every setting': { values: allSettings() },
};
