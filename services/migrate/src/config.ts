import { kafkaSettings } from '@hopline/kafka/settings';
import { databaseSettings, directSettings } from '@hopline/postgres/settings';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { registrySettings } from '@hopline/wire/registry';
import { partitionSettings } from '@hopline/wire/topic-specs';
import { wireSettings } from '@hopline/wire/topics';

export const migrateSettings = {
  ...telemetrySettings,
  ...wireSettings,
  ...partitionSettings,
  ...kafkaSettings,
  ...registrySettings,
  SCHEMA_REGISTRY_AUTH: setting.optional(
    setting.parsed(parseCredentials, {
      description:
        'user:password for the schema registry (HTTP Basic); by default what stands in SCHEMA_REGISTRY_URL',
      secret: true,
    }),
  ),
  ...databaseSettings,
  ...directSettings,
  REPLICATION_FACTOR: setting.integer({
    description: 'copies of each topic; 1 only where losing events to a power loss does not matter',
    default: '3',
    min: 1,
    max: 100,
  }),
  MIN_INSYNC_REPLICAS: setting.integer({
    description: 'copies that must have a record before it counts as written',
    default: '2',
    min: 1,
    max: 100,
  }),
  MIGRATE_WAIT: setting.duration({
    description: 'how long to wait for Postgres, Kafka and the schema registry to come up',
    default: '60s',
  }),
};

export type MigrateConfig = ConfigOf<typeof migrateSettings>;

function parseCredentials(text: string): string {
  // What is wrong is said without the text.
  if (!/^[^:]+:/.test(text)) throw new RangeError('is not of the form user:password');
  return text;
}
