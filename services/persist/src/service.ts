// The wiring, read from top to bottom.
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { readDueOfEvents } from '@hopline/postgres/persist/read-due-of-events';
import { createPool } from '@hopline/postgres/pool';
import { poolComponent } from '@hopline/postgres/pool-component';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { describeError } from '@hopline/runtime/errors';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { createHealthServer } from '@hopline/runtime/health-server';
import { type Component, inOrder } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics, type Metrics } from '@hopline/telemetry/metrics';
import { addPoolMetrics, createDatabaseMetrics } from '@hopline/telemetry/metrics/database';
import { createPersistMetrics } from '@hopline/telemetry/metrics/persist';
import { createEventCodec } from '@hopline/wire/event';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { Batcher } from './batcher.ts';
import type { PersistConfig } from './config.ts';
import { createDayMaker } from './days.ts';
import { createPipeline } from './pipeline.ts';
import { createBatchProcessor } from './process-batch.ts';
import { createReplayer } from './replay/replayer.ts';
import { createRetain } from './retention/retain.ts';
import { createRetention } from './retention/retention.ts';
import { createSlowEventLog } from './slow-events.ts';
import { createDecodeBatch } from './steps/decode-batch.ts';
import { createPublishBatch, WAKE_UPS_AT_ONCE } from './steps/publish-batch.ts';
import { createWriteBatch } from './steps/write-batch.ts';
import { createSweeper } from './sweeper/sweeper.ts';
import { WakeBackoff } from './sweeper/wake-backoff.ts';
import { createTopicIdentity } from './topic-identity.ts';

// The sweeper uses two connections at a time; what is left writes batches, and lends two to retention when there is
// something to drop, one of them for a statement at a time, and two to replays while one is worked off.
const SWEEPER_CONNECTIONS = 2;
/** Two batches of a partition: one is written while the next one waits. */
const MAX_UNFINISHED = 1000;

export interface PersistService extends Component {
  /** The port of the health checks, once started. */
  port(): number;
  /** What it measures, from its making on. */
  readonly metrics: Metrics;
}

export function buildService(config: PersistConfig, log: Logger): PersistService {
  const names = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
  const groups = groupNames(config.TOPIC_PREFIX);
  const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'hopline-persist' };
  const [events, wakeUps] = [createEventCodec(), createWakeUpCodec()];
  const failpoint = config.FAILPOINT ?? noFailpoint;
  const stopping = new AbortController();

  const metrics = createMetrics();
  if (config.PROMETHEUS_ENABLED) metrics.addProcessMetrics();
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    size: config.POOL_SIZE,
    applicationName: 'hopline-persist',
    pipelined: true,
    // When a process that hangs has lost its partitions, their next owners do not wait for the locks of its transactions.
    idleInTransactionMs: config.KAFKA_SESSION_TIMEOUT,
    onIdleError: (error) => log.warn({ problem: describeError(error) }, 'connection.lost'),
    onOperation: createDatabaseMetrics(metrics),
  });
  addPoolMetrics(metrics, pool);
  const publisher = withTracing(
    createPublisher(
      {
        ...kafka,
        topics: [names.deliveries, names.deliveriesDlq, names.eventsDlq],
        bufferRecords: Math.max(10_000, config.POOL_SIZE * WAKE_UPS_AT_ONCE),
      },
      { log },
    ),
  );
  const days = createDayMaker(pool, log);
  const identity = createTopicIdentity(names.events, () => connectAdmin(kafka, { log }));
  const pipeline = createPipeline({
    decode: createDecodeBatch({
      codec: events,
      findSchemas: (references) => findSchemas(pool, references),
      retentionMs: config.EVENT_RETENTION,
      group: groups.persist,
    }),
    ensureDays: (wanted) => days.ensure(wanted),
    forgetDays: () => days.forget(),
    topicId: () => identity.current(),
    write: createWriteBatch({
      pool,
      eventsConflicting: createPersistMetrics(metrics).eventsConflicting,
      failpoint,
    }),
    publish: createPublishBatch({
      publisher,
      codec: wakeUps,
      names,
      readDue: (eventIds) => readDueOfEvents(pool, eventIds),
      failpoint,
    }),
    failpoint,
  });
  const batches = createBatchProcessor({
    pipeline,
    log,
    slowEvents: createSlowEventLog(log, config.SLOW_EVENT),
    stopping: stopping.signal,
  });
  const batcher = new Batcher(config.POOL_SIZE - SWEEPER_CONNECTIONS, batches.process);
  const worker = createWorker(
    {
      ...kafka,
      groupId: groups.persist,
      topics: [names.events],
      maxUnfinished: MAX_UNFINISHED,
      sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT,
      onAssigned: () => identity.forget(),
      onRecords: (records, owner) => batcher.add(records, owner),
    },
    { log },
  );
  const consumer: Component = {
    ...{ name: worker.name, failed: worker.failed, start: () => worker.start() },
    async stop(deadline) {
      // Batches under way are finished. What waits, or is held by an outage, is read again by the next owner.
      batcher.stop();
      stopping.abort();
      await worker.stop(deadline);
    },
  };
  const sweeper = createSweeper(
    {
      ...{ pool, publisher, codec: wakeUps, names, ladder: config.RETRY_LADDER },
      ...{ backoff: new WakeBackoff(), overdueMs: config.SWEEP_AFTER },
    },
    { intervalMs: config.SWEEP_INTERVAL },
    log,
  );
  const retention = createRetention({
    pool,
    retain: createRetain({ pool, retentionMs: config.EVENT_RETENTION, failpoint, log }),
    intervalMs: config.RETENTION_INTERVAL,
    log,
  });
  const replayer = createReplayer(
    {
      ...{ pool, publisher, codec: wakeUps, names, failpoint },
      ...{ retentionMs: config.EVENT_RETENTION, rate: config.REPLAY_RATE },
    },
    { intervalMs: config.REPLAY_INTERVAL },
    log,
  );
  const health = createHealthServer({
    host: config.HOST,
    port: config.PORT,
    checks: {
      postgres: async () => void (await pool.query('select 1')),
      publisher: () => publisher.health(),
      events: () => worker.health(),
      batches: () => batches.health(),
    },
    scrape: config.PROMETHEUS_ENABLED ? () => metrics.scrape() : undefined,
  });
  const codecs = [events, wakeUps];
  const schemaIds = config.SCHEMA_REGISTRY_URL ? [registryFraming({ db: pool, codecs, log })] : [];
  const background = [days, sweeper, retention, replayer];
  const parts = [poolComponent(pool), ...schemaIds, publisher, ...background, consumer, health];
  const service = inOrder('persist', parts);
  return { ...service, port: () => health.port(), metrics };
}
