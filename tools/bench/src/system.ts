// What every benchmark needs: a real Kafka and a real Postgres of its own, with topics and tables.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startKafka } from '@hopline/dev/embedded-kafka';
import { type PostgresOptions, startPostgres } from '@hopline/dev/embedded-postgres';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface BenchSystem extends AsyncDisposable {
  /** DATABASE_URL, KAFKA_BROKERS and ADMIN_TOKEN for a service. */
  readonly env: Record<string, string> & Record<'DATABASE_URL' | 'KAFKA_BROKERS' | 'ADMIN_TOKEN', string>;
  /** The main processes of the servers. */
  readonly pids: { readonly postgres: number; readonly kafka: number };
}

/** @param postgresOptions beside what every benchmark has */
export async function startSystem(postgresOptions: PostgresOptions = {}): Promise<BenchSystem> {
  // Durable: what is measured is what users run.
  const [postgres, kafka] = await Promise.all([
    startPostgres({ durable: true, ...postgresOptions }),
    startKafka(),
  ]);
  const env = {
    DATABASE_URL: postgres.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    ADMIN_TOKEN: 'an-admin-token-of-the-bench-0123456789',
    SECRET_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
    REPLICATION_FACTOR: '1',
    MIN_INSYNC_REPLICAS: '1',
  };
  const stop = async () => {
    await Promise.all([postgres.close(), kafka.close()]);
  };
  const migrate = spawn(process.execPath, [join(root, 'services', 'migrate', 'src', 'main.ts')], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(migrate, 'exit');
  if (code !== 0) {
    await stop();
    throw new Error(`the migrate job ended with code ${code}`);
  }
  const pids = { postgres: postgres.pid ?? 0, kafka: kafka.node.pid ?? 0 };
  return { env, pids, [Symbol.asyncDispose]: stop };
}
