// helm lint and the schemas of all kinds, for each option of the chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint, type Manifest, template } from '../support/chart/helm.ts';
import { OPTIONS } from '../support/chart/options.ts';
import { findProblems } from '../support/chart/schemas.ts';

const rendered = new Map<string, Manifest[]>();
for (const [name, given] of Object.entries(OPTIONS)) {
  test(`${name}: Helm finds nothing to say, and makes objects with names of their own`, async () => {
    const { ok, output } = await lint(given);
    assert.ok(ok, output);
    const manifests = await template(given);
    rendered.set(name, manifests);
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    assert.equal(new Set(names).size, names.length, names.join(' '));
  });
}

test('every object is what its kind is, in the oldest Kubernetes and in the newest, and in the CRDs', async () => {
  const all = [...rendered.values()].flat();
  const different = new Map(all.map((manifest) => [JSON.stringify(manifest), manifest]));
  assert.deepEqual(await findProblems([...different.values()]), []);
  // Every kind that the chart can make was among them.
  assert.deepEqual([...new Set(all.map(({ kind }) => kind))].sort(), [
    'ConfigMap',
    'Deployment',
    'HTTPRoute',
    'HorizontalPodAutoscaler',
    'Ingress',
    'Job',
    'KafkaTopic',
    'KafkaUser',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'PrometheusRule',
    'ScaledObject',
    'Service',
    'ServiceAccount',
    'ServiceMonitor',
    'TriggerAuthentication',
  ]);
});

test('a member that is not known, one that is missing and one of a wrong type are found, whatever the kind', async () => {
  const all = [...rendered.values()].flat();
  const spoiled = [...new Set(all.map(({ kind }) => kind))].map((kind): Manifest => {
    const found = all.find((manifest) => manifest.kind === kind);
    assert.ok(found);
    if (kind === 'ConfigMap' || kind === 'ServiceAccount') return { ...found, nonsense: {} };
    return { ...found, spec: { ...found.spec, nonsense: 1 } };
  });
  for (const manifest of spoiled) {
    const problems = await findProblems([manifest]);
    assert.match(problems.join('\n'), /nonsense/, manifest.kind);
  }
  const scaled = all.find(({ kind }) => kind === 'ScaledObject');
  assert.ok(scaled);
  const wrong = await findProblems([{ ...scaled, spec: { ...scaled.spec, maxReplicaCount: 'many' } }]);
  assert.match(wrong.join('\n'), /maxReplicaCount/);
  const { triggers: _, ...untriggered } = scaled.spec;
  assert.match((await findProblems([{ ...scaled, spec: untriggered }])).join('\n'), /triggers/);
});
