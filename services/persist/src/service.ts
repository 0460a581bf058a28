// The wiring, read from top to bottom.
import { connectAdmin, createPublisher, createWorker } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { checkPool } from '@hopline/postgres/check-pool';
import { createClockWatch } from '@hopline/postgres/clock/clock-watch';
import { readFigures } from '@hopline/postgres/figures/read-figures';
import { LiveCounts } from '@hopline/postgres/live/live-counts';
import { liveStore } from '@hopline/postgres/live/live-store';
import { createLiveWriter } from '@hopline/postgres/live/live-writer';
import { readDueOfEvents } from '@hopline/postgres/persist/read-due-of-events';
import { createPool } from '@hopline/postgres/pool';
import { poolComponent } from '@hopline/postgres/pool-component';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { databaseOf } from '@hopline/postgres/settings';
import { describeError } from '@hopline/runtime/errors';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { createHealth } from '@hopline/runtime/health';
import { createHealthServer } from '@hopline/runtime/health-server';
import { type Component, inOrder } from '@hopline/runtime/lifecycle';
import { logDependencyChange } from '@hopline/telemetry/log-dependency-change';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics, type Metrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { addClockMetric } from '@hopline/telemetry/metrics/clock';
import { addPoolMetrics, createDatabaseMetrics } from '@hopline/telemetry/metrics/database';
import { addInstallationMetrics } from '@hopline/telemetry/metrics/installation';
import { createKafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { addHeldBatches, createPersistMetrics } from '@hopline/telemetry/metrics/persist';
import { addDependencyMetric, addInfoMetric } from '@hopline/telemetry/metrics/process';
import { createEventCodec } from '@hopline/wire/event';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { uuidV7 } from '@hopline/wire/uuid';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { Batcher } from './batcher.ts';
import type { PersistConfig } from './config.ts';
import { createDayMaker } from './days.ts';
import { POISON_REASONS } from './item.ts';
import { createPipeline } from './pipeline.ts';
import { createBatchProcessor } from './process-batch.ts';
import { createReplayer } from './replay/replayer.ts';
import { createRetain } from './retention/retain.ts';
import { createRetention } from './retention/retention.ts';
import { createSlowEventLog } from './slow-events.ts';
import { createDecodeBatch } from './steps/decode-batch.ts';
import { createPublishBatch, WAKE_UPS_AT_ONCE } from './steps/publish-batch.ts';
import { createWriteBatch } from './steps/write-batch.ts';
import { createInstallationReader } from './sweeper/figures.ts';
import { REPAIRS } from './sweeper/sweep.ts';
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
  const [events, wakeUps] = [createEventCodec(), createWakeUpCodec()];
  const failpoint = config.FAILPOINT ?? noFailpoint;
  const stopping = new AbortController();

  const metrics = createMetrics();
  if (config.PROMETHEUS_ENABLED) metrics.addProcessMetrics();
  addInfoMetric(metrics);
  const batchSizes = createBatchSizes(metrics);
  const measured = createPersistMetrics(metrics, { batchSizes, reasons: POISON_REASONS, repairs: REPAIRS });
  const kafka = {
    ...kafkaConnection(config),
    clientId: 'hopline-persist',
    metrics: createKafkaMetrics(metrics, batchSizes),
  };
  const pool = createPool({
    ...databaseOf(config),
    size: config.POOL_SIZE,
    applicationName: 'hopline-persist',
    pipelined: true,
    // When a process that hangs has lost its partitions, their next owners do not wait for the locks of its transactions.
    idleInTransactionMs: config.KAFKA_SESSION_TIMEOUT,
    onIdleError: (error) => log.warn({ problem: describeError(error) }, 'connection.lost'),
    onOperation: createDatabaseMetrics(metrics),
  });
  addPoolMetrics(metrics, pool);
  const clock = createClockWatch({ pool, limitMs: config.MAX_CLOCK_OFFSET });
  addClockMetric(metrics, () => clock.offsetSeconds());
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
  const live = new LiveCounts();
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
      metrics: measured,
      live,
      failpoint,
    }),
    publish: createPublishBatch({
      publisher,
      codec: wakeUps,
      names,
      readDue: (eventIds) => readDueOfEvents(pool, eventIds),
      metrics: measured,
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
  addHeldBatches(metrics, () => batches.held());
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
  const installation = createInstallationReader({
    readFigures: () => readFigures(pool),
    connectAdmin: () => connectAdmin(kafka, { log }),
    deadLetterTopics: [names.eventsDlq, names.deliveriesDlq],
    intervalMs: config.SWEEP_INTERVAL,
    log,
  });
  addInstallationMetrics(metrics, () => installation.latest());
  const sweeper = createSweeper(
    {
      ...{ pool, publisher, codec: wakeUps, names, ladder: config.RETRY_LADDER },
      ...{ backoff: new WakeBackoff(), overdueMs: config.SWEEP_AFTER },
      ...{ repairs: measured.sweeperRepairs, deliveries: measured.deliveries },
    },
    {
      intervalMs: config.SWEEP_INTERVAL,
      roundSeconds: measured.sweeperRoundSeconds,
      alongside: () => installation.read(),
    },
    log,
  );
  const retention = createRetention({
    pool,
    retain: createRetain({
      ...{ pool, retentionMs: config.EVENT_RETENTION, failpoint, log },
      ...{ daysDropped: measured.daysDropped, cancelled: measured.deliveries.cancelled },
    }),
    intervalMs: config.RETENTION_INTERVAL,
    log,
  });
  const replayer = createReplayer(
    {
      ...{ pool, publisher, codec: wakeUps, names, failpoint },
      ...{ retentionMs: config.EVENT_RETENTION, rate: config.REPLAY_RATE },
      looked: measured.replayDeliveries,
    },
    { intervalMs: config.REPLAY_INTERVAL },
    log,
  );
  const health = createHealth({
    needed: {
      kafka: () => publisher.health(),
      postgres: checkPool(pool, { ask: clock.compare }),
      clock: () => clock.problem(),
      events_consumer: () => worker.health(),
      batches: () => batches.health(),
    },
    onChange: (change) => logDependencyChange(log, change),
  });
  addDependencyMetric(metrics, () => health.states());
  const healthServer = createHealthServer({
    host: config.HOST,
    port: config.PORT,
    health,
    scrape: config.PROMETHEUS_ENABLED ? () => metrics.scrape() : undefined,
  });
  const codecs = [events, wakeUps];
  const schemaIds = config.SCHEMA_REGISTRY_URL ? [registryFraming({ db: pool, codecs, log })] : [];
  const background = [days, sweeper, retention, replayer];
  // It answers from the beginning to the end, so that probes are told what a start waits for, or that it stops.
  const parts = [
    healthServer,
    poolComponent(pool),
    clock,
    createLiveWriter({ counts: live, store: liveStore(pool, uuidV7()), log }),
    ...schemaIds,
    publisher,
    ...background,
    consumer,
    health,
  ];
  const service = inOrder('persist', parts);
  return { ...service, port: () => healthServer.port(), metrics };
}
