// The one place where the command line says how it reaches Kafka and Postgres.
import { connectInspector, type KafkaConnectionOptions } from '@hopline/kafka/connect';
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import { kafkaConnection, kafkaConnectionSettings } from '@hopline/kafka/settings';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { type Database, databaseOf, databaseSettings } from '@hopline/postgres/settings';
import { describeError } from '@hopline/runtime/errors';
import { loadSettings } from '@hopline/runtime/settings';
import { CommandError, EXIT } from './exit-code.ts';

const NAME = 'hopline-cli';

/** What every connection to Kafka is made with. */
export function kafkaOf(env: NodeJS.ProcessEnv): KafkaConnectionOptions {
  return { ...kafkaConnection(loadSettings(kafkaConnectionSettings, env)), clientId: NAME };
}

/** What every connection to Postgres is made with. */
function readDatabase(env: NodeJS.ProcessEnv): Database {
  return databaseOf(loadSettings(databaseSettings, env));
}

/** The caller closes it. */
export async function openKafka(env: NodeJS.ProcessEnv): Promise<KafkaInspector> {
  const options = kafkaOf(env);
  try {
    return await connectInspector(options);
  } catch (error) {
    throw new CommandError(
      EXIT.unavailable,
      `Kafka cannot be reached at ${options.brokers.join(', ')}: ${describeError(error)}\n  check KAFKA_BROKERS, and that the brokers run`,
    );
  }
}

/** Connects with the first statement. The caller ends it. */
export function openPostgres(env: NodeJS.ProcessEnv): Pool & AsyncDisposable {
  const pool = createPool({
    ...readDatabase(env),
    size: 2,
    applicationName: NAME,
    onIdleError: () => {},
  });
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

/** Where Postgres is, without the password, for people. */
export function databaseName(env: NodeJS.ProcessEnv): string {
  const url = URL.parse(readDatabase(env).databaseUrl);
  return url ? `${url.host}${url.pathname}` : 'DATABASE_URL';
}
