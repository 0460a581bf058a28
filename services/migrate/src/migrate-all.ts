// The run-once job before the services: tables, schemas, days, topics. Each step can be repeated, and two jobs may run
// at the same time.
import { connectAdmin } from '@hopline/kafka/connect';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import { eventDay } from '@hopline/wire/event';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { topicNames } from '@hopline/wire/topics';
import type { MigrateConfig } from './config.ts';
import { keepSchemas } from './keep-schemas.ts';
import { retryUntil } from './retry-until.ts';

const DAY_MS = 86_400_000;

/** @throws when a step does not succeed within MIGRATE_WAIT; what came before it stays */
export async function migrateAll(config: MigrateConfig, log: Logger): Promise<void> {
  const giveUpAt = Date.now() + config.MIGRATE_WAIT;
  // The two have nothing to do with each other, and either may still be starting.
  await Promise.all([
    retryUntil(giveUpAt, 'Postgres', () => prepareDatabase(config.DATABASE_URL, log), log),
    retryUntil(giveUpAt, 'Kafka', () => provisionTopics(config, log), log),
  ]);
}

async function prepareDatabase(databaseUrl: string, log: Logger): Promise<void> {
  await migrateDatabase(databaseUrl);
  const pool = createPool({
    databaseUrl,
    size: 1,
    applicationName: 'hopline-migrate',
    onIdleError: () => {},
  });
  try {
    const schemas = await keepSchemas(pool);
    await ensureDays(
      pool,
      [0, 1, 2].map((days) => eventDay(Date.now() + days * DAY_MS)),
    );
    log.info({ schemas }, 'database.migrated');
  } finally {
    await pool.end();
  }
}

async function provisionTopics(config: MigrateConfig, log: Logger): Promise<void> {
  const names = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
  const specifications = topicSpecifications(names, {
    events: config.EVENTS_PARTITIONS,
    deliveries: config.DELIVERIES_PARTITIONS,
    rung: config.RUNG_PARTITIONS,
    dlq: config.DLQ_PARTITIONS,
  });
  await using admin = await connectAdmin(
    { brokers: config.KAFKA_BROKERS, clientId: 'hopline-migrate' },
    { log },
  );
  const made = await admin.provision(specifications, {
    replicationFactor: config.REPLICATION_FACTOR,
    minInsyncReplicas: config.MIN_INSYNC_REPLICAS,
  });
  log.info({ topics: specifications.length, made }, 'topics.provisioned');
}
