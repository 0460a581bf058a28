// Who may reach whom: network policies, and what of the API is public.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { isPrivateAddress } from '@hopline/wire/private-address';
import { type Manifest, template, tryTemplate } from '../support/chart/helm.ts';
import { OPTIONS } from '../support/chart/options.ts';
import { named, ofKind, serviceOf, valuesOf, workloads } from '../support/chart/pods.ts';

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly to: readonly Peer[];
  readonly ports: readonly { readonly protocol: string; readonly port?: number }[];
}

const policy = (manifests: readonly Manifest[], service: string): { egress: Rule[]; ingress: object[] } =>
  named(manifests, 'NetworkPolicy', `-${service}`).spec;
const portsOf = ({ egress }: { egress: Rule[] }) =>
  egress.map(({ ports }) => ports.map(({ protocol, port }) => `${protocol} ${port ?? 'any'}`).join(', '));
const given = OPTIONS['network policies with all that can be reached'] ?? {};

/** Whether the policy lets a packet to this address out. */
function letsOut({ egress }: { egress: Rule[] }, address: string): boolean {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const isIn = (cidr: string) => {
    const [network = '', prefix] = cidr.split('/');
    if (network.includes(':') !== (family === 'ipv6')) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), family);
    return list.check(address, family);
  };
  const blocks = egress.flatMap(({ to }) => to.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock] : [])));
  return blocks.some(({ cidr, except = [] }) => isIn(cidr) && !except.some(isIn));
}

test('every pod has a policy, in and out', async () => {
  const manifests = await template(given);
  for (const workload of workloads(manifests)) {
    const { spec } = named(manifests, 'NetworkPolicy', `-${serviceOf(workload)}`);
    const { labels } = workload.spec.template.metadata;
    for (const [key, value] of Object.entries(spec.podSelector.matchLabels)) assert.equal(labels[key], value);
    assert.deepEqual(spec.policyTypes, ['Ingress', 'Egress']);
  }
});

test('a service reaches names, Kafka, Postgres and the collector; the job the registry; deliver alone the internet', async () => {
  const manifests = await template(given);
  const common = ['UDP 53, TCP 53', 'TCP 9092, TCP 9093', 'TCP 5432'];
  assert.deepEqual(portsOf(policy(manifests, 'api')), [...common, 'TCP 4318']);
  assert.deepEqual(portsOf(policy(manifests, 'persist')), [...common, 'TCP 4318']);
  assert.deepEqual(portsOf(policy(manifests, 'migrate')), [...common, 'TCP 8080']);
  assert.deepEqual(portsOf(policy(manifests, 'deliver')), [...common, 'TCP 4318', 'TCP any']);
  for (const service of ['api', 'persist', 'migrate']) {
    assert.ok(!letsOut(policy(manifests, service), '93.184.215.14'), service);
  }
});

test('deliver is let out to exactly the addresses that a webhook may have', async () => {
  const deliver = policy(await template(OPTIONS['network policies']), 'deliver');
  // The edges of each range that the code knows, and both sides of them.
  const code = readFileSync(join(import.meta.dirname, '../../packages/wire/src/private-address.ts'), 'utf8');
  const ranges = [...code.matchAll(/\['([0-9.]+)', (\d+)\]/g)].map(([, network = '', prefix]) => {
    const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return { first, last: first + 2 ** (32 - Number(prefix)) - 1 };
  });
  assert.ok(ranges.length >= 15);
  const text = (address: number) =>
    [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
  const edges = ranges.flatMap(({ first, last }) => [first - 1, first, last, last + 1]);
  for (const address of edges.filter((edge) => edge >= 0 && edge < 2 ** 32).map(text)) {
    assert.equal(letsOut(deliver, address), !isPrivateAddress(address), address);
  }
  const six = [
    '::1',
    'fd00::1',
    'fe80::1',
    '64:ff9b::1',
    '::ffff:8.8.8.8',
    '2001:db8::1',
    '2002::1',
    '3fff::1',
  ];
  for (const address of [...six, '2001:1::1', '2606:4700::1', '2001:4860::1', 'ff02::1', '4000::1']) {
    assert.equal(letsOut(deliver, address), !isPrivateAddress(address), address);
  }
});

test('addresses of our own network can be forbidden, and private ones allowed as they are to the services', async () => {
  const own = policy(await template(given), 'deliver');
  assert.deepEqual(
    ['8.8.8.8', '8.8.4.4', '2a00::1', '2a01::1'].map((address) => letsOut(own, address)),
    [false, true, false, true],
  );
  const open = policy(await template(OPTIONS['network policies where webhooks may be private']), 'deliver');
  assert.ok(letsOut(open, '10.0.0.1') && letsOut(open, 'fd00::1'));
  const none = policy(await template(OPTIONS['network policies where nothing is delivered']), 'deliver');
  assert.ok(!letsOut(none, '8.8.8.8'));
});

test('the host that browsers are told is one that is routed', async () => {
  const manifests = await template({ files: ['values-production.yaml'] });
  const urls = workloads(manifests).flatMap((workload) => valuesOf(workload).PUBLIC_URL ?? []);
  const routed = ofKind(manifests, 'HTTPRoute').flatMap(({ spec }) => spec.hostnames);
  assert.ok(urls.length > 0 && routed.length > 0);
  for (const url of urls) assert.ok(routed.includes(new URL(url).host), url);
});

test('nobody reaches persist, deliver and the job but Prometheus', async () => {
  const manifests = await template(OPTIONS['network policies']);
  for (const service of ['persist', 'deliver', 'migrate'])
    assert.deepEqual(policy(manifests, service).ingress, []);
  const scraped = await template(given);
  const from = [{ namespaceSelector: { matchLabels: { name: 'here' } } }];
  for (const service of ['api', 'persist', 'deliver']) {
    assert.deepEqual(
      policy(scraped, service).ingress,
      [{ ports: [{ protocol: 'TCP', port: 8080 }], from }],
      service,
    );
  }
  assert.deepEqual(policy(scraped, 'migrate').ingress, []);
});

test('the public reaches the API, its console and its description, and neither health nor metrics', async () => {
  for (const roles of ['together', 'separate']) {
    const manifests = await template({
      values: {
        api: { roles },
        ingress: { enabled: true, hosts: ['a.example.com'] },
        gateway: { enabled: true, parentRefs: [{ name: 'public' }] },
      },
    });
    const services = ofKind(manifests, 'Service').map(({ metadata }) => metadata.name);
    const [rule] = named(manifests, 'Ingress', 'hopline').spec.rules;
    const paths = rule.http.paths.map(
      ({
        path,
        pathType,
        backend,
      }: {
        path: string;
        pathType: string;
        backend: { service: { name: string } };
      }) => [`${pathType} ${path}`, backend.service.name] as const,
    );
    const [ingest, control] =
      roles === 'together'
        ? ['shop-hopline-api', 'shop-hopline-api']
        : ['shop-hopline-api-ingest', 'shop-hopline-api-control'];
    const expected = [
      ['Exact /api/events', ingest],
      ['Exact /api/events/batch', ingest],
      ['Prefix /api', control],
      ['Prefix /console', control],
      ['Prefix /docs', control],
      ['Exact /openapi.json', control],
    ];
    assert.deepEqual(paths, expected);
    for (const [, backend] of paths) assert.ok(backend && services.includes(backend));
    const routes = named(manifests, 'HTTPRoute', 'hopline').spec.rules.map(
      (route: {
        matches: { path: { type: string; value: string } }[];
        backendRefs: { name: string; port: number }[];
      }) => {
        const [{ path }, backend] = [
          route.matches[0] ?? { path: { type: '', value: '' } },
          route.backendRefs[0],
        ];
        assert.equal(backend?.port, 80);
        return [`${path.type.replace('PathPrefix', 'Prefix')} ${path.value}`, backend?.name];
      },
    );
    assert.deepEqual(routes, expected);
  }
});

test('a policy that would cut off something that is configured is refused, and says what to do', async () => {
  const network = (values: object) => ({ values: { networkPolicy: { enabled: true }, ...values } });
  const to = { to: [{ podSelector: {} }] };
  const both = { enabled: true, kafka: to, postgres: to };
  for (const [values, problem] of [
    [network({}), /networkPolicy\.kafka\.to: say where it is/],
    [
      network({ networkPolicy: { enabled: true, kafka: to } }),
      /networkPolicy\.postgres\.to: say where it is/,
    ],
    [
      network({ networkPolicy: both, tracing: { endpoint: 'http://c:4318' } }),
      /networkPolicy\.collector\.to/,
    ],
    [
      network({ networkPolicy: both, secrets: { schemaRegistryUrl: { name: 'r' } } }),
      /networkPolicy\.schemaRegistry\.to/,
    ],
    [
      network({ networkPolicy: both, metrics: { serviceMonitor: { enabled: true } } }),
      /networkPolicy\.metrics\.from/,
    ],
  ] as const) {
    const { ok, output } = await tryTemplate(values);
    assert.equal(ok, false);
    assert.match(output, problem);
  }
});
