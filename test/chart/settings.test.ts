// Every setting of every service has one value of the chart, and what the chart gives to a service, that takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSettings } from '@hopline/runtime/settings';
import {
  OWN_SETTINGS,
  SERVICES,
  type Service,
  settingsOf,
  valuePath,
} from '../support/chart/chart-settings.ts';
import { type Given, template } from '../support/chart/helm.ts';
import { allSettings, OPTIONS } from '../support/chart/options.ts';
import { envOf, serviceOf, valuesOf, workloads } from '../support/chart/pods.ts';
import { sampleOf } from '../support/chart/value-kinds.ts';

const SECRET: Record<string, string> = {
  ADMIN_TOKEN: 'a-token-of-at-least-32-characters',
  SECRET_KEYS: `first:${Buffer.alloc(32).toString('base64')}`,
  SCHEMA_REGISTRY_URL: 'http://registry:8080',
  SCHEMA_REGISTRY_AUTH: 'user:password',
};

/** Values that turn on whatever has a value of another name. */
const EVERYTHING: Given = {
  values: {
    ...allSettings(),
    kafka: {
      brokers: ['a:9093', 'b:9093'],
      tls: { enabled: true, ca: { name: 'ca' }, client: { name: 'user' } },
      sasl: { mechanism: 'scram-sha-512', username: 'hopline' },
    },
    postgres: { pooler: 'transaction' },
    secrets: Object.fromEntries(
      Object.keys(SECRET_VALUES()).map((name) => [name, { name: `secret-${name.toLowerCase()}` }]),
    ),
  },
};

function SECRET_VALUES(): Record<string, true> {
  const paths = SERVICES.flatMap((service) =>
    [...settingsOf(service).keys()].map((name) => valuePath(service, name)),
  );
  return Object.fromEntries(
    paths.filter((path) => path.startsWith('secrets.')).map((path) => [path.slice('secrets.'.length), true]),
  );
}

const withRoles = {
  values: { ...EVERYTHING.values, api: roles('api'), deliver: roles('deliver') },
};

function roles(service: Service) {
  return { ...(EVERYTHING.values as Record<string, object>)[service], roles: 'separate' };
}

test('every setting of a service reaches it, once, and no service gets one that it does not know', async () => {
  for (const given of [EVERYTHING, withRoles]) {
    for (const workload of workloads(await template(given))) {
      const service = serviceOf(workload) as Service;
      const names = envOf(workload).map(({ name }) => name);
      const expected = [...settingsOf(service).keys()];
      const apart = given === withRoles ? [] : ['API_ROLES', 'DELIVER_ROLES'];
      assert.deepEqual(
        names.sort(),
        expected.filter((name) => !apart.includes(name)),
        `${workload.metadata.name}`,
      );
    }
  }
});

test('a setting arrives as its value says, large numbers too', async () => {
  for (const workload of workloads(await template(EVERYTHING))) {
    const service = serviceOf(workload) as Service;
    const values = valuesOf(workload);
    for (const [name, setting] of settingsOf(service)) {
      if (valuePath(service, name).endsWith(`settings.${name}`))
        assert.equal(values[name], sampleOf(setting), name);
    }
  }
  const [api] = workloads(await template({ values: { api: { settings: { BUFFER_BYTES: 134_217_728 } } } }));
  assert.ok(api);
  assert.equal(valuesOf(api).BUFFER_BYTES, '134217728');
});

for (const [option, given] of Object.entries(OPTIONS)) {
  test(`${option}: every service takes the settings that it gets`, async () => {
    for (const workload of workloads(await template(given))) {
      const service = serviceOf(workload) as Service;
      const known = settingsOf(service);
      const env = Object.fromEntries(
        envOf(workload).map(({ name, value }) => [
          name,
          value ?? SECRET[name] ?? 'postgres://hopline@postgres/hopline',
        ]),
      );
      assert.doesNotThrow(() => loadSettings(OWN_SETTINGS[service], env), workload.metadata.name);
      const strangers = Object.keys(env).filter(
        (name) => !known.has(name) && !/^(OTEL|NODE)_|^HOPLINE_POD$/.test(name),
      );
      assert.deepEqual(strangers, [], workload.metadata.name);
    }
  });
}

test('what is secret comes from a Secret and never stands in a value', async () => {
  for (const given of [EVERYTHING, withRoles]) {
    for (const workload of workloads(await template(given))) {
      const settings = settingsOf(serviceOf(workload) as Service);
      for (const { name, value, valueFrom } of envOf(workload)) {
        const isSecret = settings.get(name)?.secret === true;
        assert.equal(valueFrom?.secretKeyRef !== undefined, isSecret, `${workload.metadata.name}: ${name}`);
        assert.equal(value === undefined, isSecret, `${workload.metadata.name}: ${name}`);
      }
    }
  }
});

test('roles that are apart are given to each Deployment, and those together to none', async () => {
  const rolesOf = async (values: object) =>
    workloads(await template({ values })).flatMap((workload) => {
      const { API_ROLES, DELIVER_ROLES } = valuesOf(workload);
      return [[workload.metadata.name, API_ROLES ?? DELIVER_ROLES]];
    });
  assert.deepEqual(await rolesOf({ api: { roles: 'separate' }, deliver: { roles: 'separate' } }), [
    ['shop-hopline-api-control', 'control'],
    ['shop-hopline-api-ingest', 'ingest'],
    ['shop-hopline-deliver', 'deliveries'],
    ['shop-hopline-deliver-rungs', 'rungs'],
    ['shop-hopline-persist', undefined],
    ['shop-hopline-migrate', undefined],
  ]);
  assert.deepEqual(await rolesOf({}), [
    ['shop-hopline-api', undefined],
    ['shop-hopline-deliver', undefined],
    ['shop-hopline-persist', undefined],
    ['shop-hopline-migrate', undefined],
  ]);
});
