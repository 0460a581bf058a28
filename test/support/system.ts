// The whole system for one test: a Kafka of its own (so that it may be killed), a database of its own, and the services
// as processes. The ladder and the times are short, so that a test sees a repair within seconds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { freePort } from '@hopline/dev/ports';
import { CHILD_ENV } from './child-env.ts';
import { type Cleanup, inReverse } from './cleanup.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { SECRET_KEYS } from './secret-keys.ts';
import { type ServiceProcess, startService } from './service-process.ts';

const root = join(import.meta.dirname, '..', '..');

export type ServiceName = 'api' | 'persist' | 'deliver';

export interface TestSystem {
  readonly url: string;
  readonly adminToken: string;
  readonly kafka: Kafka;
  readonly database: TestDatabase;
  /** The first delay of the ladder, in milliseconds. */
  readonly firstRetryMs: number;
  service(name: ServiceName): ServiceProcess;
  /** Ends a service with SIGKILL and starts it again, as a supervisor would. */
  killAndRestart(name: ServiceName): Promise<void>;
}

/** What a system may be given instead of what it makes itself. The giver ends it. */
export interface GivenParts {
  readonly kafka?: Kafka;
  readonly database?: TestDatabase;
  /** Settings of one process alone; they win over all others. */
  readonly envOf?: Partial<Record<ServiceName | 'migrate', Record<string, string>>>;
}

/** Starts everything; ended with the test. `env` wins over the short times that are set here. */
export async function startSystem(
  test: Cleanup,
  env: Record<string, string> = {},
  given: GivenParts = {},
): Promise<TestSystem> {
  const t = inReverse(test);
  const [kafka, database] = await Promise.all([
    given.kafka ?? startKafka(),
    given.database ?? createDatabase(t),
  ]);
  if (!given.kafka) t.after(() => kafka.close());
  const adminToken = 'an-admin-token-of-the-tests-0123456789';
  const shared: Record<string, string> = {
    ...CHILD_ENV,
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    ADMIN_TOKEN: adminToken,
    SECRET_KEYS,
    ALLOW_PRIVATE_WEBHOOKS: 'true',
    REPLICATION_FACTOR: '1',
    MIN_INSYNC_REPLICAS: '1',
    RETRY_LADDER: '2s,3s,4s,5s',
    // Long enough for a busy machine: a post that times out is posted again, which the demo's ledger takes for early.
    WEBHOOK_TIMEOUT: '8s',
    SWEEP_INTERVAL: '2s',
    SWEEP_AFTER: '5s',
    KAFKA_SESSION_TIMEOUT: '6s',
    ...env,
  };
  await migrate({ ...shared, ...given.envOf?.migrate });

  const ports = { api: await freePort(), persist: await freePort(), deliver: await freePort() };
  const services = new Map<ServiceName, ServiceProcess>();
  const start = async (name: ServiceName) => {
    services.set(
      name,
      await startService(t, name, {
        ...shared,
        ...given.envOf?.[name],
        PORT: String(ports[name]),
      }),
    );
  };
  await Promise.all((['api', 'persist', 'deliver'] as const).map(start));

  const service = (name: ServiceName) => {
    const found = services.get(name);
    if (!found) throw new Error(`${name} is not there`);
    return found;
  };
  return {
    url: `http://127.0.0.1:${ports.api}`,
    adminToken,
    kafka,
    database,
    firstRetryMs: 2000,
    service,
    async killAndRestart(name) {
      await service(name).end('SIGKILL');
      await start(name);
    },
  };
}

async function migrate(env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'services', 'migrate', 'src', 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`migrate ended with code ${code}:\n${output}`);
}
