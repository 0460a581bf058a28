// A broker and a Postgres that only the fault runs use, so that they may be killed. Both keep what they have confirmed
// when they are killed: Postgres syncs, as it does in production.
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { type Postgres, startPostgres } from '@hopline/dev/embedded-postgres';
import { signalProcess } from '@hopline/dev/process-info';
import type { Pool } from '@hopline/postgres/pool';
import { makeTemplate } from '../support/database.ts';

export interface Servers {
  readonly kafka: Kafka;
  readonly postgres: Postgres;
  /** SIGSTOP to every process of Postgres. @param pool of any of its databases */
  pausePostgres(pool: Pool): Promise<void>;
  /** SIGCONT to whatever is stopped by a signal of ours. */
  resume(): void;
  /** Brings up what a scenario left down or stopped. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both, and tells test/support of them, as its set-up does for `npm test`. */
export async function startServers(): Promise<Servers> {
  // With a listener for whoever is to come through a proxy that breaks, holds and swallows.
  const kafka = await startKafka({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
  const postgres = await startPostgres().catch(async (error: unknown) => {
    await kafka.close();
    throw error;
  });
  /** Processes of Postgres; its main process has a signal of its own. */
  const stopped = new Set<number>();
  const close = async () => {
    // What is stopped by a signal would outlive its server.
    resume();
    await Promise.all([kafka.close(), postgres.close()]);
  };
  function resume(): void {
    kafka.node.resume();
    for (const pid of stopped) signalProcess(pid, 'SIGCONT');
    stopped.clear();
    postgres.resume();
  }
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
    async pausePostgres(pool) {
      // Connected beforehand: the main process is stopped first, so that no new one appears while the others are listed.
      const client = await pool.connect();
      try {
        postgres.pause();
        const { rows } = await client.query<{ pid: number }>(
          'select pid from pg_stat_activity order by pid = pg_backend_pid()',
        );
        for (const { pid } of rows) {
          stopped.add(pid);
          signalProcess(pid, 'SIGSTOP');
        }
      } finally {
        // Not for the next one who asks the pool: it would wait for this very process.
        client.release(true);
      }
    },
    resume,
    async heal() {
      resume();
      await Promise.all([kafka.node.start(), postgres.start()]);
    },
    close,
  };
}
