// Which value of the chart each setting of each service has. The settings are those of the services' own config.ts.
import { apiSettings } from '@hopline/api/config';
import { deliverSettings } from '@hopline/deliver/config';
import { migrateSettings } from '@hopline/migrate/config';
import { persistSettings } from '@hopline/persist/config';
import type { Setting, Settings } from '@hopline/runtime/settings';

export const SERVICES = ['api', 'persist', 'deliver', 'migrate'] as const;
export type Service = (typeof SERVICES)[number];

export const OWN_SETTINGS: Readonly<Record<Service, Settings>> = {
  api: apiSettings,
  persist: persistSettings,
  deliver: deliverSettings,
  migrate: migrateSettings,
};

/** In no chart: it kills the process, for tests. */
const LEFT_OUT = ['FAILPOINT'];

/** Settings that follow from a value of another name: where a file is mounted, a list, a Secret. */
const OTHER_VALUES: Readonly<Record<string, string>> = {
  KAFKA_BROKERS: 'kafka.brokers',
  KAFKA_TLS: 'kafka.tls.enabled',
  KAFKA_TLS_CA_FILE: 'kafka.tls.ca',
  KAFKA_TLS_CERT_FILE: 'kafka.tls.client',
  KAFKA_TLS_KEY_FILE: 'kafka.tls.client',
  KAFKA_SASL_MECHANISM: 'kafka.sasl.mechanism',
  KAFKA_SASL_USERNAME: 'kafka.sasl.username',
  KAFKA_SASL_PASSWORD: 'secrets.kafkaPassword',
  DATABASE_POOLER: 'postgres.pooler',
  DATABASE_URL: 'secrets.databaseUrl',
  DATABASE_LISTEN_URL: 'secrets.databaseListenUrl',
  DATABASE_READ_URL: 'secrets.databaseReadUrl',
  ADMIN_TOKEN: 'secrets.adminToken',
  SECRET_KEYS: 'secrets.secretKeys',
  SCHEMA_REGISTRY_URL: 'secrets.schemaRegistryUrl',
  SCHEMA_REGISTRY_AUTH: 'secrets.schemaRegistryAuth',
  API_ROLES: 'api.roles',
  DELIVER_ROLES: 'deliver.roles',
};

/** What several services have, each for itself. */
const EACH_ITS_OWN = ['POOL_SIZE', 'SHUTDOWN_GRACE'];

/** All settings of a service that the chart can set, by name. */
export function settingsOf(service: Service): Map<string, Setting<unknown>> {
  const all = Object.entries(OWN_SETTINGS[service]);
  return new Map(all.filter(([name]) => !LEFT_OUT.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The path of the value that sets this setting of this service. */
export function valuePath(service: Service, name: string): string {
  const other = OTHER_VALUES[name];
  if (other) return other;
  const users = SERVICES.filter((user) => settingsOf(user).has(name));
  return users.length > 1 && !EACH_ITS_OWN.includes(name)
    ? `settings.${name}`
    : `${service}.settings.${name}`;
}

/** The settings that stand in a `settings` value by their own name: of a service, or those that several share. */
export function namedSettings(place: Service | 'shared'): Map<string, Setting<unknown>> {
  const prefix = place === 'shared' ? 'settings.' : `${place}.settings.`;
  const found = new Map<string, Setting<unknown>>();
  for (const service of SERVICES) {
    for (const [name, given] of settingsOf(service)) {
      if (valuePath(service, name) === `${prefix}${name}` && !found.has(name)) found.set(name, given);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
