// The persist hop in this process, on a database and topics of its own.
import { persistSettings } from '@hopline/persist/config';
import { buildService, type PersistService } from '@hopline/persist/service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger, type Logger } from '@hopline/telemetry/logger';
import { type Cleanup, inReverse } from './cleanup.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { type EventProducer, startEventProducer } from './produce-events.ts';
import { createTopics, type TestTopics } from './topics.ts';
import { until } from './until.ts';

export interface PersistFixture {
  readonly database: TestDatabase;
  readonly kafka: TestTopics;
  readonly producer: EventProducer;
  /** The environment of a persist process on the same database and topics. */
  readonly env: Record<string, string>;
  /** Starts the service; stopped when the test ends, if not before. */
  start(env?: Record<string, string>, log?: Logger): Promise<PersistService>;
  /** Waits until the ledger has counted so many records in all. */
  appended(records: number): Promise<void>;
}

export async function persistFixture(
  test: Cleanup,
  options: { partitions?: number } = {},
): Promise<PersistFixture> {
  const t = inReverse(test);
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics(options)]);
  const producer = await startEventProducer(t, kafka);
  const env = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TOPIC_PREFIX: kafka.prefix,
    RETRY_LADDER: '300ms,600ms',
    PORT: '0',
    KAFKA_SESSION_TIMEOUT: '6s',
  };
  return {
    database,
    kafka,
    producer,
    env,
    async start(more = {}, log = createLogger('persist', 'silent')) {
      const service = buildService(loadSettings(persistSettings, { ...env, ...more }), log);
      await service.start();
      t.after(() => service.stop(AbortSignal.timeout(5000)));
      return service;
    },
    async appended(records) {
      await until(`${records} records in the ledger`, async () => {
        const { rows } = await database.pool.query('select coalesce(sum(appended), 0)::int as n from ledger');
        return rows[0]?.n >= records;
      });
    },
  };
}

export interface Books {
  readonly appended: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly poison: number;
  /** The offsets that were passed, by progress. */
  readonly passed: number;
}

/** The two identities' figures over all partitions, checked for each partition. */
export async function readBooks({ pool }: TestDatabase): Promise<Books> {
  const { rows } = await pool.query(
    `select coalesce(l.appended, 0)::int as appended, coalesce(l.stored, 0)::int as stored,
            coalesce(l.duplicates, 0)::int as duplicates, coalesce(l.poison, 0)::int as poison,
            (p.next_offset - p.first_offset)::int as passed
       from progress p
       left join (select topic_id, partition, sum(appended) as appended, sum(stored) as stored,
                         sum(duplicates) as duplicates, sum(poison) as poison
                    from ledger group by topic_id, partition) l using (topic_id, partition)`,
  );
  for (const row of rows) {
    if (row.appended !== row.passed) throw new Error(`a partition does not add up: ${JSON.stringify(row)}`);
  }
  const sum = (name: keyof Books) => rows.reduce((total, row) => total + row[name], 0);
  return {
    appended: sum('appended'),
    stored: sum('stored'),
    duplicates: sum('duplicates'),
    poison: sum('poison'),
    passed: sum('passed'),
  };
}
