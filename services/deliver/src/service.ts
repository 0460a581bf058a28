// The wiring, read from top to bottom.
import { createPublisher, createWorker } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { checkPool } from '@hopline/postgres/check-pool';
import { createClockWatch } from '@hopline/postgres/clock/clock-watch';
import { cancelOrphans } from '@hopline/postgres/deliveries/cancel-orphans';
import { cancelUndelivered } from '@hopline/postgres/deliveries/cancel-undelivered';
import { claimDeliveries, claimInOrder } from '@hopline/postgres/deliveries/claim-deliveries';
import { findDueEndpoints } from '@hopline/postgres/deliveries/find-due-endpoints';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { readDueDeliveries } from '@hopline/postgres/deliveries/read-due-deliveries';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import { recordOutcomes } from '@hopline/postgres/deliveries/record-outcomes';
import { releaseClaims } from '@hopline/postgres/deliveries/release-claims';
import { holdEndpoint } from '@hopline/postgres/endpoints/hold-endpoint';
import { writeEndpointHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { LiveCounts } from '@hopline/postgres/live/live-counts';
import { liveStore } from '@hopline/postgres/live/live-store';
import { createLiveWriter } from '@hopline/postgres/live/live-writer';
import { readHeads, readHeadsOfKeys } from '@hopline/postgres/ordering/read-heads';
import { createPool } from '@hopline/postgres/pool';
import { poolComponent } from '@hopline/postgres/pool-component';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { createSecretKeys } from '@hopline/postgres/secrets/secret-keys';
import { databaseOf } from '@hopline/postgres/settings';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
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
import { addDeliverState, createDeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import { createKafkaMetrics } from '@hopline/telemetry/metrics/kafka';
import { addDependencyMetric, addInfoMetric } from '@hopline/telemetry/metrics/process';
import { SecretBox } from '@hopline/wire/secret-box';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { uuidV7 } from '@hopline/wire/uuid';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { beginAttempt } from './attempt.ts';
import type { ClaimDeps } from './claim.ts';
import { OUTCOMES } from './classify-response.ts';
import type { DeliverConfig } from './config.ts';
import { ConnectionPools } from './connection-pools.ts';
import { createDeliverer } from './deliverer.ts';
import { EndpointSecrets } from './endpoint-secrets.ts';
import { createMeasure } from './measure.ts';
import { createPipeline } from './pipeline.ts';
import { createPostStep, neverPost } from './post-step.ts';
import { createPublishOutcome } from './publish-outcome.ts';
import { createRecordOutcomes } from './record-outcomes.ts';
import { ResultWriter } from './record-result.ts';
import { createReport } from './report.ts';
import { createRungWorker } from './rung-worker.ts';
import { EARLY_TOLERANCE_MS } from './unclaimed.ts';
import { WebhookResolver } from './webhook-resolver.ts';

/**
 * How many wake-ups of a partition may be open. Wide, so that few are left to the refill (keep-wake-up.ts): a burst over
 * many endpoints, or some that hang.
 */
const MAX_OPEN_WAKE_UPS = 10_000;
/** What the log says at start, and /readyz always, where no webhooks are posted. */
const DELIVERY_DISABLED = 'disabled: deliveries are cancelled (DISABLE_WEBHOOK_DELIVERY)';
/**
 * All that this hop asks, it finds by keys or by an index that is made for it, so a plan is made once for each statement and
 * connection, and never one that reads a table from its beginning: for a day that has just begun such a plan looks cheap,
 * and is kept until the day's first statistics. To plan a claim anew costs more than to claim.
 */
export const PLANNER = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};
/** How many endpoints one statement looks at when partitions are taken over. */
const TAKE_OVER_PAGE = 500;
/** How much longer a lease is than a post may take: for its result to be written. */
const LEASE_MARGIN_MS = 15_000;
/**
 * How long no wake-up's attempt may end, beside the time of two posts, before the consumer counts as stuck. In a crowd of
 * endpoints that time out a wake-up may wait for minutes until it is its turn.
 */
const STALL_MARGIN_MS = 300_000;
/**
 * How long a stop keeps its partitions for the posts under way, most of which end at once. Whoever has them next reads the
 * wake-ups of the others again and finds their rows claimed; one that a receiver holds up must not hold up all endpoints.
 */
const HAND_OVER_MS = 1000;
/** How much of the lease must be left after a post, at the least, for its result to be written. */
const RESULT_MARGIN_MS = 5000;

/** An endpoint's breaker stays open for so many times its first time, at the longest. */
const LONGEST_BREAKER = 20;

export interface DeliverService extends Component {
  /** The port of the health checks, once started. */
  port(): number;
  /** What it measures, from its making on. */
  readonly metrics: Metrics;
}

export function buildService(config: DeliverConfig, log: Logger): DeliverService {
  const ladder = config.RETRY_LADDER;
  const names = topicNames(config.TOPIC_PREFIX, ladder);
  const groups = groupNames(config.TOPIC_PREFIX);
  const codec = createWakeUpCodec();
  const rungTopics = names.rungs.map(({ topic }) => topic);
  const cut = new AbortController();

  const metrics = createMetrics();
  if (config.PROMETHEUS_ENABLED) metrics.addProcessMetrics();
  addInfoMetric(metrics);
  const batchSizes = createBatchSizes(metrics);
  const measured = createDeliverMetrics(metrics, batchSizes, OUTCOMES);
  const kafka = {
    ...kafkaConnection(config),
    clientId: 'hopline-deliver',
    metrics: createKafkaMetrics(metrics, batchSizes),
  };
  const consumer = { ...kafka, sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT };
  const pool = createPool({
    ...databaseOf(config),
    size: config.POOL_SIZE,
    applicationName: 'hopline-deliver',
    serverSettings: PLANNER,
    onIdleError: (error) => log.warn({ problem: describeError(error) }, 'connection.lost'),
    onOperation: createDatabaseMetrics(metrics),
  });
  addPoolMetrics(metrics, pool);
  const clock = createClockWatch({ pool, limitMs: config.MAX_CLOCK_OFFSET });
  addClockMetric(metrics, () => clock.offsetSeconds());
  const publisher = withTracing(
    createPublisher({ ...kafka, topics: [names.deliveries, names.deliveriesDlq, ...rungTopics] }, { log }),
  );
  const allowPrivate = config.ALLOW_PRIVATE_WEBHOOKS;
  const isPosting = !config.DISABLE_WEBHOOK_DELIVERY;
  // Of no use to one that does not post, and a copy of an installation may have others, or none.
  const secretKeys = isPosting ? (config.SECRET_KEYS ?? []) : [];
  const pools = new ConnectionPools(new WebhookResolver({ allowPrivate }).lookup);
  const countCancelled = (count: number): number => {
    measured.deliveries.cancelled.inc(count);
    return count;
  };
  const live = new LiveCounts();
  const results = new ResultWriter({
    record: createRecordOutcomes({
      record: (day, outcomes, nowMs) => recordOutcomes(pool, day, outcomes, nowMs),
      ensureDay: (day) => ensureDays(pool, [day]),
      cancelWaiting: async (endpointIds, limit) =>
        countCancelled(await cancelDeleted(pool, endpointIds, limit)),
      ...{ publisher, topic: names.deliveries, codec, log },
    }),
    metrics: measured,
    log,
    abandoned: cut.signal,
  });

  const post = isPosting
    ? createPostStep(
        { pools, allowPrivate, timeoutMs: config.WEBHOOK_TIMEOUT, cut: cut.signal },
        new EndpointSecrets(new SecretBox(secretKeys)),
        log,
      )
    : neverPost;
  const sameTraceMs = config.TRACE_THROUGH_RUNGS;
  const place = { topic: names.deliveries, group: groups.deliver, sameTraceMs };
  const deliver = createPipeline({
    ladder,
    begin: (turn) => beginAttempt(turn, place),
    post,
    postEnded: (turn, post) => deliverer.postEnded(turn, post),
    observationEnded: (turn, observed, recorded) => deliverer.observationEnded(turn, observed, recorded),
    record: (result) => results.write(result),
    publish: createPublishOutcome({
      names,
      publisher,
      codec,
      markDeadLettered: (letters) => markDeadLettered(pool, letters),
      log,
    }),
    measure: createMeasure(measured, live),
    report: createReport(ladder, log),
    failpoint: config.FAILPOINT ?? noFailpoint,
  });
  const leaseMs = config.WEBHOOK_TIMEOUT + LEASE_MARGIN_MS;
  const cancelAll: ClaimDeps['claim'] = async (day, refs) => {
    countCancelled(await cancelUndelivered(pool, day, refs));
    return [];
  };
  const deliverer = createDeliverer({
    deliver,
    isPosting,
    maxConcurrent: config.MAX_CONCURRENT_EVENTS,
    leaseMs,
    neededMs: config.WEBHOOK_TIMEOUT + RESULT_MARGIN_MS,
    claim: isPosting ? (day, refs) => claimDeliveries(pool, day, refs, leaseMs) : cancelAll,
    claimInOrder: isPosting ? (day, refs) => claimInOrder(pool, day, refs, leaseMs) : cancelAll,
    releaseClaims: (day, refs) => releaseClaims(pool, day, refs),
    healthLimits: {
      breaker: { firstMs: config.BREAKER_OPEN, longestMs: config.BREAKER_OPEN * LONGEST_BREAKER },
      disableAfterMs: config.DISABLE_ENDPOINT_AFTER,
    },
    writeHealth: (rows) => writeEndpointHealth(pool, rows),
    holdEndpoint: (pause) => holdEndpoint(pool, pause),
    readUnclaimed: (day, refs) => readUnclaimed(pool, day, refs),
    cancelOrphans: async (day, refs) => countCancelled(await cancelOrphans(pool, day, refs)),
    readDue: (ids, pageSize) =>
      readDueDeliveries(pool, ids, { withinMs: EARLY_TOLERANCE_MS, pageSize, anyOrder: !isPosting }),
    readHeads: (wanted, size) => readHeads(pool, wanted, { withinMs: EARLY_TOLERANCE_MS, size }),
    readHeadsOfKeys: (wanted) => readHeadsOfKeys(pool, wanted, EARLY_TOLERANCE_MS),
    findDue: (partitions, after) =>
      findDueEndpoints(
        pool,
        { partitions, partitionCount: publisher.partitionsOf(names.deliveries) },
        { after, size: TAKE_OVER_PAGE, withinMs: EARLY_TOLERANCE_MS },
      ),
    maxOpenWakeUps: MAX_OPEN_WAKE_UPS,
    createWorker: (handlers) =>
      createWorker(
        {
          ...{ ...consumer, ...handlers, groupId: groups.deliver, topics: [names.deliveries] },
          maxUnfinished: MAX_OPEN_WAKE_UPS,
          // A wake-up is done when its attempt is over.
          stallMs: STALL_MARGIN_MS + 2 * config.WEBHOOK_TIMEOUT,
          handOverMs: HAND_OVER_MS,
        },
        { log },
      ),
    codec,
    findSchemas: (references) => findSchemas(pool, references),
    cut,
    metrics: measured,
    log,
  });
  addDeliverState(metrics, { slots: () => deliverer.slots(), endpoints: () => deliverer.endpoints() });
  const rungWorker = createRungWorker(consumer, {
    ...{ names, publisher, lateness: measured.retryLateness, log, group: groups.rungs },
    sameTraceMs,
  });
  const posts = config.DELIVER_ROLES.includes('deliveries');
  const forwards = config.DELIVER_ROLES.includes('rungs');
  const health = createHealth({
    needed: {
      kafka: () => publisher.health(),
      postgres: checkPool(pool, { ask: clock.compare }),
      clock: () => clock.problem(),
      ...(posts ? { deliveries_consumer: () => deliverer.health() } : {}),
      ...(forwards ? { rungs_consumer: () => rungWorker.health() } : {}),
    },
    onChange: (change) => logDependencyChange(log, change),
  });
  addDependencyMetric(metrics, () => health.states());
  const healthServer = createHealthServer({
    host: config.HOST,
    port: config.PORT,
    health,
    notes: isPosting ? {} : { webhooks: DELIVERY_DISABLED },
    scrape: config.PROMETHEUS_ENABLED ? () => metrics.scrape() : undefined,
  });
  // Stopped in reverse: the attempts first, as long as there is time for them, then what they need.
  const schemaIds = config.SCHEMA_REGISTRY_URL ? [registryFraming({ db: pool, codecs: [codec], log })] : [];
  const checkedKeys = isPosting ? [createSecretKeys({ db: pool, keys: secretKeys, seals: false, log })] : [];
  const parts = [
    // It answers from the beginning to the end, so that probes are told what a start waits for, or that it stops.
    healthServer,
    poolComponent(pool),
    clock,
    createLiveWriter({ counts: live, store: liveStore(pool, uuidV7()), log }),
    ...checkedKeys,
    ...schemaIds,
    publisher,
    pools,
    ...(forwards ? [rungWorker] : []),
    ...(posts ? [deliverer] : []),
    health,
  ];
  const service = inOrder('deliver', parts);
  if (!isPosting) log.warn({ webhooks: DELIVERY_DISABLED }, 'delivery.disabled');
  return { ...service, port: () => healthServer.port(), metrics };
}
