// deploy/compose.yaml agrees with the settings that there are, with the files beside it, and with itself.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiSettings } from '@hopline/api/config';
import { SERVICES } from '@hopline/cli/services';
import { deliverSettings } from '@hopline/deliver/config';
import { migrateSettings } from '@hopline/migrate/config';
import { persistSettings } from '@hopline/persist/config';
import { parseDuration } from '@hopline/runtime/duration';
import { loadSettings, type Settings } from '@hopline/runtime/settings';

import {
  deployFolder,
  filledIn,
  OWN_SERVICES,
  readCompose,
  readDeployFile,
} from '../support/deploy-files.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';

const { services, volumes } = readCompose();
const all = Object.entries(services);

const SETTINGS: Record<(typeof OWN_SERVICES)[number], Settings> = {
  api: apiSettings,
  persist: persistSettings,
  deliver: deliverSettings,
  migrate: migrateSettings,
};
/** What README.md tells to put into .env. */
const GIVEN = {
  ADMIN_TOKEN: 'an-admin-token-of-32-characters-or-more',
  SECRET_KEYS,
  POSTGRES_PASSWORD: 'a-password',
  GRAFANA_PASSWORD: 'another-password',
};

function own(name: (typeof OWN_SERVICES)[number]) {
  const service = services[name];
  if (!service) throw new Error(`there is no service ${name}`);
  const config = filledIn(service.environment ?? {}, GIVEN);
  return { service, config };
}

for (const name of OWN_SERVICES) {
  test(`${name} is started with settings that it has, each with a value that it takes`, () => {
    const { service, config } = own(name);
    assert.deepEqual(service.command, [name]);
    assert.ok(SERVICES[name]);
    const unknown = Object.keys(config).filter((key) => !key.startsWith('OTEL_') && !(key in SETTINGS[name]));
    assert.deepEqual(unknown, []);
    // Throws when one is wrong, or a required one is missing.
    loadSettings(SETTINGS[name], config);
  });

  test(`${name} may neither write to its file system nor gain rights`, () => {
    const { service } = own(name);
    assert.deepEqual([service.read_only, service.cap_drop], [true, ['ALL']]);
  });
}

test('a stop is waited for, for longer than a service drains', () => {
  for (const [name, settings] of Object.entries(SETTINGS)) {
    const grace = settings.SHUTDOWN_GRACE?.default;
    if (grace === undefined) continue;
    const period = services[name]?.stop_grace_period ?? '10s';
    assert.ok(parseDuration(period) > parseDuration(grace), `${name}: ${period} is not longer than ${grace}`);
  }
});

test('services reach one another at names and ports that there are', () => {
  const named = OWN_SERVICES.flatMap((name) =>
    Object.values(own(name).config).flatMap((value) => value.match(/[\w-]+(?=:\d{4,5})/g) ?? []),
  ).filter((host) => !/^\d/.test(host));
  assert.ok(named.includes('postgres') && named.includes('kafka-3') && named.includes('otel-collector'));
  assert.deepEqual(
    named.filter((host) => !(host in services)),
    [],
  );
});

test('all that Compose is to be given stands in README.md', () => {
  const readme = readDeployFile('README.md');
  const required = [...readDeployFile('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(required)].sort(), Object.keys(GIVEN).sort());
  for (const name of required) assert.ok(readme.includes(`${name}=`), `${name} is not explained`);
});

test('every file and volume that is mounted is there', () => {
  const used = all.flatMap(([, service]) => service.volumes ?? []).map((text) => text.split(':')[0] ?? '');
  for (const source of used) {
    if (source.startsWith('.')) assert.ok(existsSync(join(deployFolder, source)), `${source} is not there`);
    else assert.ok(source in volumes, `the volume ${source} is not declared`);
  }
  assert.deepEqual(
    Object.keys(volumes).filter((name) => !used.includes(name)),
    [],
    'declared, and used by nobody',
  );
});

test('no two services want one port of the machine, and all are of this machine alone', () => {
  const published = all.flatMap(([, service]) => service.ports ?? []);
  for (const port of published) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
  assert.equal(new Set(published.map((port) => port.split(':')[1])).size, published.length);
});

test('every image has the tag of one release', () => {
  for (const [name, { image }] of all) {
    if (image.startsWith('hopline:')) continue;
    assert.match(image, /:v?\d+(\.\d+)+$/, `${name}: ${image}`);
  }
});

test('who waits for the health of another waits for one that has a check', () => {
  for (const [name, service] of all) {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      assert.ok(other in services, `${name} waits for ${other}, which is not there`);
      if (condition !== 'service_healthy') continue;
      assert.ok(services[other]?.healthcheck?.test, `${name} waits for the health of ${other}`);
    }
  }
});

test('three brokers, of which two have every event', () => {
  const brokers = all.filter(([, { image }]) => image.startsWith('apache/kafka:'));
  assert.equal(brokers.length, 3);
  const listed = own('api').config.KAFKA_BROKERS?.split(',');
  assert.deepEqual(
    listed,
    brokers.map(([name]) => `${name}:9092`),
  );
  for (const [name, { environment = {} }] of brokers) {
    assert.equal(environment.KAFKA_NODE_ID, name.split('-')[1]);
    assert.ok(environment.KAFKA_ADVERTISED_LISTENERS?.includes(`INTERNAL://${name}:9092`));
    assert.ok(environment.KAFKA_CONTROLLER_QUORUM_VOTERS?.includes(`${environment.KAFKA_NODE_ID}@${name}:`));
    assert.equal(environment.KAFKA_MIN_INSYNC_REPLICAS, '2');
    assert.equal(environment.KAFKA_AUTO_CREATE_TOPICS_ENABLE, 'false');
  }
  const { REPLICATION_FACTOR, MIN_INSYNC_REPLICAS } = own('migrate').config;
  assert.deepEqual([REPLICATION_FACTOR, MIN_INSYNC_REPLICAS], ['3', '2']);
});
