// A broker and a Postgres that only the fault runs use, so that they may be killed. Both keep what they have confirmed
// when they are killed: Postgres syncs, as it does in production.
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { type Postgres, startPostgres } from '@hopline/dev/embedded-postgres';
import { makeTemplate } from '../support/database.ts';

export interface Servers {
  readonly kafka: Kafka;
  readonly postgres: Postgres;
  /** Brings up what a scenario left down or stopped. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both, and tells test/support of them, as its set-up does for `npm test`. */
export async function startServers(): Promise<Servers> {
  const kafka = await startKafka();
  const postgres = await startPostgres().catch(async (error: unknown) => {
    await kafka.close();
    throw error;
  });
  const close = async () => {
    await Promise.all([kafka.close(), postgres.close()]);
  };
  try {
    const admin = new URL(postgres.url);
    admin.pathname = '/postgres';
    await makeTemplate(admin.href);
    process.env.TEST_DATABASE_ADMIN_URL = admin.href;
    process.env.TEST_KAFKA_BROKERS = kafka.brokers.join(',');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kafka,
    postgres,
    async heal() {
      kafka.node.resume();
      postgres.resume();
      await Promise.all([kafka.node.start(), postgres.start()]);
    },
    close,
  };
}
