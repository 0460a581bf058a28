// The run-once job before the services: tables, schemas, days, topics, and the schemas in a registry. Each step can be repeated, and two jobs may run
// at the same time.
import { connectAdmin } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { directDatabaseOf } from '@hopline/postgres/settings';
import type { Logger } from '@hopline/telemetry/logger';
import { eventDay } from '@hopline/wire/event';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { topicNames } from '@hopline/wire/topics';
import type { MigrateConfig } from './config.ts';
import { keepSchemas } from './keep-schemas.ts';
import { registerSchemas } from './register-schemas.ts';
import { retryUntil } from './retry-until.ts';
import { connectRegistry } from './schema-registry.ts';

const DAY_MS = 86_400_000;

/** @throws when a step does not succeed within MIGRATE_WAIT; what came before it stays */
export async function migrateAll(config: MigrateConfig, log: Logger): Promise<void> {
  const giveUpAt = Date.now() + config.MIGRATE_WAIT;
  // The two have nothing to do with each other, and either may still be starting. Both are waited for even if one fails: a caller
  // that is told of the failure must not find the other still at work. But what is only waiting for its server stops.
  const failed = new AbortController();
  const retry = (what: string, step: () => Promise<void>) =>
    retryUntil(giveUpAt, what, step, log, failed.signal).catch((error) => failed.abort(error));
  await Promise.all([
    retry('Postgres', () => prepareDatabase(directDatabaseOf(config).databaseUrl, log)),
    retry('Kafka', () => provisionTopics(config, log)),
  ]);
  failed.signal.throwIfAborted();
  // Last: its ids go into a table that is there by now.
  if (config.SCHEMA_REGISTRY_URL) {
    await retryUntil(giveUpAt, 'the schema registry', () => fillRegistry(config, log), log);
  }
}

async function prepareDatabase(databaseUrl: string, log: Logger): Promise<void> {
  await migrateDatabase(databaseUrl);
  const pool = connect(databaseUrl);
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

function connect(databaseUrl: string): Pool {
  return createPool({ databaseUrl, size: 1, applicationName: 'hopline-migrate', onIdleError: () => {} });
}

async function fillRegistry(config: MigrateConfig, log: Logger): Promise<void> {
  const { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_AUTH: credentials } = config;
  if (!url) return;
  const pool = connect(directDatabaseOf(config).databaseUrl);
  try {
    const names = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
    log.info(await registerSchemas(connectRegistry(url, credentials), pool, names), 'schemas.registered');
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
    { ...kafkaConnection(config), clientId: 'hopline-migrate' },
    { log },
  );
  const made = await admin.provision(specifications, {
    replicationFactor: config.REPLICATION_FACTOR,
    minInsyncReplicas: config.MIN_INSYNC_REPLICAS,
  });
  log.info({ topics: specifications.length, made }, 'topics.provisioned');
}
