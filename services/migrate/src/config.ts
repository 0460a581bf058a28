import { kafkaSettings } from '@hopline/kafka/settings';
import { postgresSettings } from '@hopline/postgres/settings';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { telemetrySettings } from '@hopline/telemetry/logger';
import { partitionSettings } from '@hopline/wire/topic-specs';
import { wireSettings } from '@hopline/wire/topics';

export const migrateSettings = {
  ...telemetrySettings,
  ...wireSettings,
  ...partitionSettings,
  ...kafkaSettings,
  DATABASE_URL: postgresSettings.DATABASE_URL,
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
    description: 'how long to wait for Postgres and Kafka to come up',
    default: '60s',
  }),
};

export type MigrateConfig = ConfigOf<typeof migrateSettings>;
