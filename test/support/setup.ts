// Global set-up of a test run: one Postgres with a migrated template database, one Kafka, on free ports. What is set in
// process.env here reaches every test process.
import { startKafka } from '@hopline/dev/embedded-kafka';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { makeTemplate } from './database.ts';

const stops: (() => Promise<void>)[] = [];

export async function globalSetup(): Promise<void> {
  try {
    await Promise.all([setUpPostgres(), setUpKafka()]);
  } catch (error) {
    await globalTeardown();
    throw error;
  }
}

export async function globalTeardown(): Promise<void> {
  await Promise.all(stops.splice(0).map((stop) => stop()));
}

async function setUpPostgres(): Promise<void> {
  // Without autovacuum: whenever it comes it changes statistics, and with them plans, holds locks on tables and snapshots
  // that keep a vacuum from its end, and takes a part of the cores. A test that needs statistics makes them itself.
  const settings = { max_connections: '300', autovacuum: 'off' };
  const postgres = await startPostgres({ durable: false, settings });
  stops.push(() => postgres.close());
  const url = new URL(postgres.url);
  url.pathname = '/postgres';
  await makeTemplate(url.href);
  process.env.TEST_DATABASE_ADMIN_URL = url.href;
}

async function setUpKafka(): Promise<void> {
  const kafka = await startKafka();
  stops.push(() => kafka.close());
  process.env.TEST_KAFKA_BROKERS = kafka.brokers.join(',');
}
