// The api as a process, with a database and topics of its own on the servers that setup.ts started.
import { freePort } from '@hopline/dev/ports';
import { type Cleanup, inReverse } from './cleanup.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { SECRET_KEYS } from './secret-keys.ts';
import { type ServiceProcess, startService } from './service-process.ts';
import { createTopics, type TestTopics } from './topics.ts';

export const ADMIN_TOKEN = 'an-admin-token-of-the-tests-0123456789';

export interface ApiProcess {
  readonly url: string;
  readonly port: number;
  readonly database: TestDatabase;
  readonly topics: TestTopics;
  readonly service: ServiceProcess;
  /** The key of a new organization without a rate limit. */
  createKey(): Promise<string>;
}

/** Starts it; ended with the test. */
export async function startApiProcess(test: Cleanup, env: Record<string, string> = {}): Promise<ApiProcess> {
  const t = inReverse(test);
  const [database, topics, port] = await Promise.all([createDatabase(t), createTopics(), freePort()]);
  const service = await startService(t, 'api', {
    ADMIN_TOKEN,
    SECRET_KEYS,
    DATABASE_URL: database.url,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    PORT: String(port),
    // A busy machine is no reason for a 503. Beyond 15 s the server takes the connection for dead.
    ACCEPT_TIMEOUT: '12s',
    ...env,
  });
  return {
    url: service.url,
    port,
    database,
    topics,
    service,
    async createKey() {
      const response = await fetch(`${service.url}/api/keys/generate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ organization_name: 'A tenant', tier: 'enterprise' }),
      });
      const answer = (await response.json()) as { api_key?: string };
      if (!answer.api_key) throw new Error(`no key: ${JSON.stringify(answer)}`);
      return answer.api_key;
    },
  };
}
