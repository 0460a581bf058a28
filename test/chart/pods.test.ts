// What all pods have in common: security, probes, spread, budgets, and how they stop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVICES as COMMANDS } from '@hopline/cli/services';
import { stopGraceMs } from '@hopline/deliver/config';
import { parseDuration } from '@hopline/runtime/duration';
import { settingsOf } from '../support/chart/chart-settings.ts';
import { type Manifest, template } from '../support/chart/helm.ts';
import { OPTIONS } from '../support/chart/options.ts';
import { named, ofKind, serviceOf, valuesOf, workloads } from '../support/chart/pods.ts';
import { readDeployFile } from '../support/deploy-files.ts';

const secondsOf = (setting: string | undefined) => parseDuration(setting ?? '') / 1000;
const all = new Map<string, Manifest[]>();
for (const [name, given] of Object.entries(OPTIONS)) all.set(name, await template(given));

/** Looks at each Deployment and job of each option. */
function each(
  kind: 'Deployment' | 'Job' | 'both',
  look: (workload: Manifest, among: Manifest[]) => void,
): void {
  for (const [option, manifests] of all) {
    for (const workload of workloads(manifests).filter((one) => kind === 'both' || one.kind === kind)) {
      try {
        look(workload, manifests);
      } catch (error) {
        throw new Error(`${option}: ${workload.metadata.name}: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
  }
}

test('every pod passes the restricted Pod Security Standard, and writes to no file system', () => {
  each('both', ({ spec }) => {
    const pod = spec.template.spec;
    assert.deepEqual(
      [pod.hostNetwork, pod.hostPID, pod.hostIPC, pod.initContainers, pod.ephemeralContainers],
      [undefined, undefined, undefined, undefined, undefined],
    );
    assert.equal(pod.securityContext.runAsNonRoot, true);
    const { runAsUser, runAsGroup } = pod.securityContext;
    assert.equal(`${runAsUser}:${runAsGroup}`, /^USER (.+)$/m.exec(readDeployFile('Dockerfile'))?.[1]);
    assert.deepEqual(pod.securityContext.seccompProfile, { type: 'RuntimeDefault' });
    assert.equal(pod.automountServiceAccountToken, false);
    for (const volume of pod.volumes ?? [])
      assert.deepEqual(Object.keys(volume).sort(), ['name', 'projected']);
    for (const container of pod.containers) {
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      assert.ok(!(container.ports ?? []).some((port: { hostPort?: number }) => port.hostPort));
      for (const mount of container.volumeMounts ?? []) assert.equal(mount.readOnly, true);
    }
  });
});

test('every pod runs a command that the image has, and says what it needs of CPU and memory', () => {
  each('both', (workload) => {
    const [container] = workload.spec.template.spec.containers;
    assert.deepEqual(container.args, [serviceOf(workload)]);
    assert.ok(container.args[0] in COMMANDS);
    assert.ok(container.resources.requests.cpu && container.resources.requests.memory);
    assert.ok(container.resources.limits.memory);
  });
});

test('each probe asks the path that is made for it, at the port where the service listens', () => {
  each('Deployment', (workload) => {
    const [container] = workload.spec.template.spec.containers;
    const { startupProbe, livenessProbe, readinessProbe, ports } = container;
    assert.deepEqual(
      [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet),
      [
        { path: '/healthz', port: 'http' },
        { path: '/healthz', port: 'http' },
        { path: '/readyz', port: 'http' },
      ],
    );
    assert.deepEqual(ports, [
      { name: 'http', containerPort: Number(valuesOf(workload).PORT), protocol: 'TCP' },
    ]);
    // What is slow is taken out long before it is killed.
    assert.ok(
      livenessProbe.periodSeconds * livenessProbe.failureThreshold >
        3 * readinessProbe.periodSeconds * readinessProbe.failureThreshold,
    );
  });
});

test('a pod has longer to stop than its service drains, by the code of the service', () => {
  each('Deployment', (workload) => {
    const values = valuesOf(workload);
    const duration = (name: string) => secondsOf(values[name] ?? settingsOf('api').get(name)?.default);
    const drains: Record<string, () => number> = {
      api: () => duration('SHUTDOWN_DELAY') + duration('SHUTDOWN_GRACE'),
      persist: () => duration('SHUTDOWN_GRACE'),
      deliver: () =>
        stopGraceMs({
          WEBHOOK_TIMEOUT: parseDuration(values.WEBHOOK_TIMEOUT ?? ''),
          SHUTDOWN_GRACE: values.SHUTDOWN_GRACE ? parseDuration(values.SHUTDOWN_GRACE) : undefined,
        }) / 1000,
    };
    const drain = drains[serviceOf(workload)]?.() ?? 0;
    assert.equal(workload.spec.template.spec.terminationGracePeriodSeconds, Math.ceil(drain) + 5);
  });
});

test('the time to stop follows the settings, in every unit, and their defaults where they are taken away', async () => {
  const seconds = async (values: object, name: string) =>
    named(await template({ values }), 'Deployment', name).spec.template.spec.terminationGracePeriodSeconds;
  assert.equal(
    await seconds({ api: { settings: { SHUTDOWN_DELAY: '1.5m', SHUTDOWN_GRACE: '200ms' } } }, '-api'),
    96,
  );
  assert.equal(
    await seconds({ api: { settings: { SHUTDOWN_DELAY: null, SHUTDOWN_GRACE: null } } }, '-api'),
    15,
  );
  assert.equal(await seconds({ persist: { settings: { SHUTDOWN_GRACE: null } } }, '-persist'), 15);
  assert.equal(await seconds({ deliver: { settings: { WEBHOOK_TIMEOUT: '1m' } } }, '-deliver'), 70);
  assert.equal(await seconds({ deliver: { settings: { WEBHOOK_TIMEOUT: null } } }, '-deliver'), 25);
  assert.equal(await seconds({ deliver: { settings: { SHUTDOWN_GRACE: '3s' } } }, '-deliver'), 8);
  for (const [service, name, code] of [
    ['api', 'SHUTDOWN_GRACE', '10s'],
    ['persist', 'SHUTDOWN_GRACE', '10s'],
    ['deliver', 'WEBHOOK_TIMEOUT', '15s'],
  ] as const) {
    assert.equal(settingsOf(service).get(name)?.default, code, `_text.tpl has another default of ${name}`);
  }
});

test('the api goes on for longer after SIGTERM than it takes until it counts as not ready', () => {
  const looks = (workload: Manifest) => workload.spec.template.spec.containers[0].readinessProbe;
  for (const file of ['no values at all', 'values-small.yaml', 'values-production.yaml']) {
    for (const workload of ofKind(all.get(file) ?? [], 'Deployment').filter(
      (one) => serviceOf(one) === 'api',
    )) {
      const { periodSeconds, failureThreshold } = looks(workload);
      assert.ok(
        secondsOf(valuesOf(workload).SHUTDOWN_DELAY) > periodSeconds * failureThreshold,
        workload.metadata.name,
      );
    }
  }
});

test('pods are spread over zones and nodes, those of one rollout by themselves', () => {
  each('Deployment', ({ metadata, spec }, among) => {
    const wished = among === all.get('where pods run') ? 1 : 2;
    const spread = spec.template.spec.topologySpreadConstraints;
    assert.equal(spread.length, wished);
    for (const { labelSelector, matchLabelKeys, maxSkew } of spread) {
      assert.deepEqual(labelSelector, spec.selector, metadata.name);
      assert.deepEqual([matchLabelKeys, maxSkew], [['pod-template-hash'], 1]);
    }
  });
});

test('every selector finds the pods of one workload and of no other', () => {
  each('Deployment', (workload, among) => {
    const finds = (selector: Record<string, string>, { spec }: Manifest) =>
      Object.entries(selector).every(([key, value]) => spec.template.metadata.labels[key] === value);
    const found = workloads(among).filter((other) => finds(workload.spec.selector.matchLabels, other));
    assert.deepEqual(found, [workload]);
    const service = among.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === workload.metadata.name,
    );
    assert.deepEqual(service?.spec.selector, workload.spec.selector.matchLabels);
    const budget = among.find(
      ({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === workload.metadata.name,
    );
    if (budget) assert.deepEqual(budget.spec.selector, workload.spec.selector);
  });
});

test('a drain of nodes takes one pod of a workload at a time, and is held up by none that is not ready', () => {
  const manifests = all.get('values-production.yaml') ?? [];
  const budgets = ofKind(manifests, 'PodDisruptionBudget');
  assert.equal(budgets.length, ofKind(manifests, 'Deployment').length);
  for (const { spec } of budgets) {
    assert.deepEqual([spec.maxUnavailable, spec.unhealthyPodEvictionPolicy], [1, 'AlwaysAllow']);
  }
  assert.equal(ofKind(all.get('values-small.yaml') ?? [], 'PodDisruptionBudget').length, 0);
});

test('a rollout takes no pod away before its successor is ready, and members of a group come one by one', () => {
  for (const workload of ofKind(all.get('values-production.yaml') ?? [], 'Deployment')) {
    const { strategy, minReadySeconds } = workload.spec;
    assert.equal(strategy.rollingUpdate.maxUnavailable, 0, workload.metadata.name);
    if (serviceOf(workload) === 'api') continue;
    assert.equal(strategy.rollingUpdate.maxSurge, 1);
    assert.ok(minReadySeconds >= 15);
  }
});

test('certificates are mounted where the settings and the URLs look for them', async () => {
  const manifests = await template({
    values: {
      kafka: { tls: { enabled: true, ca: { name: 'ca', key: 'ca.pem' }, client: { name: 'user' } } },
      postgres: { tls: { ca: { name: 'pg' }, client: { name: 'pg-user' } } },
    },
  });
  for (const workload of workloads(manifests)) {
    const { containers, volumes } = workload.spec.template.spec;
    const files = new Map<string, string>();
    for (const { name, mountPath } of containers[0].volumeMounts) {
      const volume = volumes.find((one: { name: string }) => one.name === name);
      for (const { secret } of volume.projected.sources) {
        for (const { key, path } of secret.items) files.set(`${mountPath}/${path}`, `${secret.name} ${key}`);
      }
    }
    const { KAFKA_TLS_CA_FILE = '', KAFKA_TLS_CERT_FILE = '', KAFKA_TLS_KEY_FILE = '' } = valuesOf(workload);
    assert.deepEqual(
      [KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE, KAFKA_TLS_KEY_FILE].map((file) => files.get(file)),
      ['ca ca.pem', 'user user.crt', 'user user.key'],
    );
    const postgres = ['ca.crt', 'client.crt', 'client.key'].map((name) =>
      files.get(`/etc/hopline/postgres/${name}`),
    );
    assert.deepEqual(postgres, ['pg ca.crt', 'pg-user tls.crt', 'pg-user tls.key']);
  }
});
