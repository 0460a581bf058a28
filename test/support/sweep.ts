// Rounds of the sweeper, one by one, on a database and topics of its own, with a clock for its back-off.
import { createPublisher } from '@hopline/kafka/connect';
import type { ReceivedRecord } from '@hopline/kafka/port';
import { type SweepDeps, type SweepReport, sweep } from '@hopline/persist/sweeper/sweep';
import { WakeBackoff } from '@hopline/persist/sweeper/wake-backoff';
import type { Pool } from '@hopline/postgres/pool';
import { createWakeUpCodec, type WakeUp } from '@hopline/wire/wake-up';
import { type Cleanup, inReverse } from './cleanup.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { addEndpoint, addOrganization, type TestEndpoint } from './deliveries.ts';
import { persistMetrics } from './persist-metrics.ts';
import { collectTopic } from './read-topic.ts';
import { createTopics, type TestTopics } from './topics.ts';

const codec = createWakeUpCodec();

export interface SweepFixture {
  readonly pool: Pool;
  readonly database: TestDatabase;
  readonly kafka: TestTopics;
  readonly organizationId: string;
  readonly deps: SweepDeps;
  endpoint(given?: { paused?: boolean; url?: string }): Promise<TestEndpoint>;
  sweep(): Promise<SweepReport>;
  /** Lets time pass for the back-off, not for the database. */
  pass(ms: number): void;
  /** What was published to the deliveries topic so far. */
  readonly woken: readonly ReceivedRecord[];
  /** What was published to the deliveries' dead-letter topic so far. */
  readonly letters: readonly ReceivedRecord[];
}

export function decodeWakeUp(record: ReceivedRecord | undefined): WakeUp {
  if (!record?.value) throw new Error('there is no such record');
  // A plain object, for comparison: avsc gives instances of its own classes.
  return JSON.parse(JSON.stringify(codec.decode(record.value)));
}

export async function sweepFixture(context: Cleanup): Promise<SweepFixture> {
  const t = inReverse(context);
  const [database, kafka] = await Promise.all([createDatabase(t), createTopics()]);
  const { pool } = database;
  const names = kafka.topics;
  const publisher = createPublisher(
    { brokers: kafka.brokers, clientId: 'test', topics: [names.deliveries, names.deliveriesDlq] },
    { log: { debug() {}, info() {}, warn() {}, error() {} } },
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(3000)));
  const [woken, letters] = await Promise.all([
    collectTopic(t, kafka.brokers, names.deliveries),
    collectTopic(t, kafka.brokers, names.deliveriesDlq),
  ]);
  let now = 0;
  const backoff = new WakeBackoff(() => now);
  const { ladder } = kafka;
  const { sweeperRepairs: repairs, deliveries } = persistMetrics();
  const deps: SweepDeps = {
    ...{ pool, publisher, codec, names, ladder, backoff },
    ...{ overdueMs: 60_000, repairs, deliveries },
  };
  const organizationId = await addOrganization(pool);
  return {
    pool,
    database,
    kafka,
    organizationId,
    deps,
    endpoint: (given = {}) =>
      addEndpoint(pool, { organizationId, url: 'https://example.com/hook', ...given }),
    sweep: () => sweep(deps),
    pass(ms) {
      now += ms;
    },
    woken,
    letters,
  };
}
