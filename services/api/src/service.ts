// The wiring, read from top to bottom, and the order in which it starts and stops.
import { connectInspector, createPublisher } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { checkPool } from '@hopline/postgres/check-pool';
import { createClockWatch } from '@hopline/postgres/clock/clock-watch';
import { LiveCounts } from '@hopline/postgres/live/live-counts';
import { liveStore } from '@hopline/postgres/live/live-store';
import { createLiveWriter } from '@hopline/postgres/live/live-writer';
import { readProgress } from '@hopline/postgres/progress/read-progress';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { createSecretKeys } from '@hopline/postgres/secrets/secret-keys';
import { directDatabaseOf } from '@hopline/postgres/settings';
import { LifecycleError } from '@hopline/runtime/errors';
import { createHealth } from '@hopline/runtime/health';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import { logDependencyChange } from '@hopline/telemetry/log-dependency-change';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics, type Metrics } from '@hopline/telemetry/metrics';
import { createBatchSizes } from '@hopline/telemetry/metrics/batches';
import { addBufferLimits } from '@hopline/telemetry/metrics/buffer';
import { addClockMetric } from '@hopline/telemetry/metrics/clock';
import { addBacklogMetrics, addQueueMetrics, createIngestMetrics } from '@hopline/telemetry/metrics/ingest';
import { createKafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { addKeyMetrics } from '@hopline/telemetry/metrics/keys';
import { addDependencyMetric, addInfoMetric } from '@hopline/telemetry/metrics/process';
import { addStreamMetrics } from '@hopline/telemetry/metrics/streams';
import { createEventCodec } from '@hopline/wire/event';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { uuidV7 } from '@hopline/wire/uuid';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { buildApp } from './app.ts';
import { createApiKeys } from './auth/api-keys.ts';
import type { ApiConfig } from './config.ts';
import { createHttpServer } from './http-server.ts';
import { createLagWatch } from './live/lag-watch.ts';
import { liveReadings } from './live/live-readings.ts';
import { createLiveStats } from './live/live-stats.ts';
import { EventStreams } from './live/streams.ts';
import { createPools } from './pools.ts';
import { createBacklogWatch } from './pressure/backlog-watch.ts';
import { createDropCount } from './pressure/count-drops.ts';
import { RateLimiter } from './rate-limit/rate-limiter.ts';
import { shareLimits } from './rate-limit/share-limits.ts';
import { startPublisher } from './start-publisher.ts';
import { createInspection } from './topics/inspection.ts';

// Under load, when a request to Kafka has many events in it, the next one waits so long for more.
const GATHER_MS = 1;

export interface ApiService extends Component {
  /** The port it listens on, once started. */
  port(): number;
  /** What it measures, from its making on. */
  readonly metrics: Metrics;
}

export function buildService(config: ApiConfig, log: Logger): ApiService {
  const topics = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER);
  const metrics = createMetrics();
  if (config.PROMETHEUS_ENABLED) metrics.addProcessMetrics();
  addInfoMetric(metrics);
  const pools = createPools(config, log, metrics);
  const clock = createClockWatch({ pool: pools.control, limitMs: config.MAX_CLOCK_OFFSET });
  addClockMetric(metrics, () => clock.offsetSeconds());
  const publisher = withTracing(
    createPublisher(
      {
        ...kafkaConnection(config),
        clientId: 'hopline-api',
        metrics: createKafkaMetrics(metrics, createBatchSizes(metrics)),
        topics: [topics.events, topics.deliveries],
        gatherMs: GATHER_MS,
        // Until then no event has been refused.
        patienceMs: config.ACCEPT_TIMEOUT,
        bufferRecords: config.BUFFER_RECORDS,
        bufferBytes: config.BUFFER_BYTES,
      },
      { log },
    ),
  );
  addQueueMetrics(metrics, () => publisher.load());
  addBufferLimits(metrics, { records: config.BUFFER_RECORDS, bytes: config.BUFFER_BYTES });
  const [events, wakeUps] = [createEventCodec(), createWakeUpCodec()];
  const schemaIds = config.SCHEMA_REGISTRY_URL
    ? registryFraming({ db: pools.ingest, codecs: [events, wakeUps], log })
    : undefined;
  const ingest = createIngestMetrics(metrics);
  const keys = createApiKeys({
    pools,
    listenUrl: directDatabaseOf(config).databaseUrl,
    replaceHashesAfterMs: config.REPLACE_KEY_HASHES_AFTER,
    log,
    metrics: ingest,
  });
  addKeyMetrics(metrics, keys.load);
  const secretKeys = createSecretKeys({ db: pools.ingest, keys: config.SECRET_KEYS, seals: true, log });
  const windowMs = config.RATE_LIMIT_WINDOW;
  const limiter = new RateLimiter({
    tiers: { free: config.RATE_LIMIT_FREE, pro: config.RATE_LIMIT_PRO },
    windowMs,
    onCheck: (seconds) => ingest.rateLimitCheckLatency.observe(seconds),
  });
  const instanceId = uuidV7();
  const sharing = shareLimits({ limiter, pool: pools.ingest, instanceId, windowMs, log });
  const counts = new LiveCounts();
  const liveWriter = createLiveWriter({ counts, store: liveStore(pools.control, instanceId), log });
  const streams = new EventStreams();
  addStreamMetrics(metrics, () => streams.size);
  const stats = createLiveStats({ readings: liveReadings(pools.control), log });
  const groups = groupNames(config.TOPIC_PREFIX);
  const inspection = createInspection({
    connect: () => connectInspector({ ...kafkaConnection(config), clientId: 'hopline-api-inspector' }),
  });
  const lag = createLagWatch({ inspection, names: { topics, groups }, log });
  const backlog = createBacklogWatch({
    limit: config.MAX_PARTITION_BACKLOG,
    topicId: () => publisher.topicIdOf(topics.events),
    readProgress: (topicId) => readProgress(pools.ingest, topicId),
    log,
  });
  addBacklogMetrics(metrics, () => backlog.state());
  const onDrop = createDropCount(metrics, log);
  const health = createHealth({
    needed: { kafka: () => publisher.health() },
    // Ingest goes on without Postgres, so it takes no part in readiness. Nor does the clock. Two clocks do not tell which of
    // them is wrong, and if it is Postgres', all instances would go out of service at once and no event be taken, to spare
    // events a wrong time. What that costs is bounded: off by less than a day they are stored and delivered all the same;
    // beyond that persist sets them aside, and they can be replayed. Whoever gets the alert may take the instance out.
    besides: {
      postgres: checkPool(pools.control, { ask: clock.compare }),
      clock: () => clock.problem(),
      ...(pools.read === pools.control ? {} : { postgres_read: checkPool(pools.read) }),
    },
    onChange: (change) => logDependencyChange(log, change),
  });
  addDependencyMetric(metrics, () => health.states());
  const app = buildApp({
    config,
    publisher,
    records: { event: createEventEncoder(events), wakeUp: wakeUps },
    pool: pools.control,
    readPool: pools.read,
    keys,
    topics,
    groups,
    inspection,
    log,
    metrics,
    ingest,
    limiter,
    backlog,
    health,
    live: { counts, stats, lag, streams },
  });
  const http = createHttpServer(
    app,
    { host: config.HOST, port: config.PORT },
    { max: config.MAX_CONNECTIONS, onDrop },
  );
  const stopRequested = new AbortController();
  let isServing = false;
  let started: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;

  // It listens before Kafka has answered, so that probes and clients are told what it waits for.
  async function start(): Promise<void> {
    await secretKeys.start();
    await clock.start();
    await keys.maintenance.start();
    await sharing.start();
    await http.start();
    // Before anything can be published. Without Postgres no key could be checked, so no event waits for this.
    await schemaIds?.start();
    await startPublisher(publisher, log, stopRequested.signal);
    await health.start();
    isServing = true;
  }

  /** /readyz says no: until whoever spreads the requests has seen that, they still come, and find the port open. */
  async function beLeftAlone(deadline: AbortSignal): Promise<void> {
    http.partWithClients();
    if (config.SHUTDOWN_DELAY === 0) return;
    // Who closes a port resets what waits there unread, so on a busy machine it stays open for longer. Requests under way
    // keep half of their time.
    const patience = AbortSignal.timeout(config.SHUTDOWN_DELAY + config.SHUTDOWN_GRACE / 2);
    const enough = AbortSignal.any([deadline, patience]);
    await sleep(config.SHUTDOWN_DELAY, enough)
      .then(() => http.untilQuiet(enough))
      .catch(() => {});
  }

  async function stop(deadline: AbortSignal): Promise<void> {
    await health.stop(deadline);
    // Their clients come back elsewhere; no stream is a request to wait for.
    streams.end();
    stats.stop();
    if (isServing) await beLeftAlone(deadline);
    stopRequested.abort(new LifecycleError('the service was stopped while it started'));
    await schemaIds?.stop(deadline);
    await started?.catch(() => {});
    // Requests first: what they have handed to the publisher is acknowledged before it closes.
    await http.stop(deadline);
    await publisher.stop(deadline);
    backlog.stop();
    await sharing.stop(deadline);
    await liveWriter.stop(deadline);
    lag.stop();
    await raceSignal(inspection.stop(), deadline).catch(() => {});
    await keys.maintenance.stop(deadline);
    await secretKeys.stop(deadline);
    await clock.stop(deadline);
    await pools.end(deadline);
  }

  return {
    name: 'api',
    failed: secretKeys.failed,
    start() {
      started ??= start();
      return started;
    },
    stop(deadline) {
      stopped ??= stop(deadline);
      return stopped;
    },
    port: () => http.port(),
    metrics,
  };
}
