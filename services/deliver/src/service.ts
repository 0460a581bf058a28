// The wiring, read from top to bottom.
import { createPublisher, createWorker } from '@hopline/kafka/connect';
import { withTracing } from '@hopline/kafka/traced-publisher';
import { cancelOrphans } from '@hopline/postgres/deliveries/cancel-orphans';
import { cancelUndelivered } from '@hopline/postgres/deliveries/cancel-undelivered';
import { claimDeliveries, claimInOrder } from '@hopline/postgres/deliveries/claim-deliveries';
import { findDueEndpoints } from '@hopline/postgres/deliveries/find-due-endpoints';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { readDueDeliveries } from '@hopline/postgres/deliveries/read-due-deliveries';
import { readUnclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import { recordOutcomes } from '@hopline/postgres/deliveries/record-outcomes';
import { releaseClaims } from '@hopline/postgres/deliveries/release-claims';
import { writeEndpointHealth } from '@hopline/postgres/endpoints/write-endpoint-health';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { readHeads, readHeadsOfKeys } from '@hopline/postgres/ordering/read-heads';
import { createPool } from '@hopline/postgres/pool';
import { poolComponent } from '@hopline/postgres/pool-component';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { registryFraming } from '@hopline/postgres/schemas/registry-framing';
import { createSecretKeys } from '@hopline/postgres/secrets/secret-keys';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { describeError } from '@hopline/runtime/errors';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { createHealthServer } from '@hopline/runtime/health-server';
import { type Component, inOrder } from '@hopline/runtime/lifecycle';
import type { Logger } from '@hopline/telemetry/logger';
import { createMetrics, type Metrics } from '@hopline/telemetry/metrics';
import { addPoolMetrics, createDatabaseMetrics } from '@hopline/telemetry/metrics/database';
import { SecretBox } from '@hopline/wire/secret-box';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { beginAttempt } from './attempt.ts';
import type { ClaimDeps } from './claim.ts';
import type { DeliverConfig } from './config.ts';
import { ConnectionPools } from './connection-pools.ts';
import { createDeliverer } from './deliverer.ts';
import { EndpointSecrets } from './endpoint-secrets.ts';
import { createPipeline } from './pipeline.ts';
import { createPostStep } from './post-step.ts';
import { createPublishOutcome } from './publish-outcome.ts';
import { createRecordOutcomes } from './record-outcomes.ts';
import { ResultWriter } from './record-result.ts';
import { createReport } from './report.ts';
import { createRungForwarder } from './rung-forwarder.ts';
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
const PLANNER = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};
/** How many endpoints one statement looks at when partitions are taken over. */
const TAKE_OVER_PAGE = 500;
/** How much longer a lease is than a post may take: for its result to be written. */
const LEASE_MARGIN_MS = 15_000;
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
  const kafka = { brokers: config.KAFKA_BROKERS, clientId: 'hopline-deliver' };
  const consumer = { ...kafka, sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT };
  const rungTopics = names.rungs.map(({ topic }) => topic);
  const cut = new AbortController();

  const metrics = createMetrics();
  if (config.PROMETHEUS_ENABLED) metrics.addProcessMetrics();
  const pool = createPool({
    databaseUrl: config.DATABASE_URL,
    size: config.POOL_SIZE,
    applicationName: 'hopline-deliver',
    serverSettings: PLANNER,
    onIdleError: (error) => log.warn({ problem: describeError(error) }, 'connection.lost'),
    onOperation: createDatabaseMetrics(metrics),
  });
  addPoolMetrics(metrics, pool);
  const publisher = withTracing(
    createPublisher({ ...kafka, topics: [names.deliveries, names.deliveriesDlq, ...rungTopics] }, { log }),
  );
  const allowPrivate = config.ALLOW_PRIVATE_WEBHOOKS;
  const pools = new ConnectionPools(new WebhookResolver({ allowPrivate }).lookup);
  const results = new ResultWriter({
    record: createRecordOutcomes({
      record: (day, outcomes, nowMs) => recordOutcomes(pool, day, outcomes, nowMs),
      ensureDay: (day) => ensureDays(pool, [day]),
      cancelWaiting: (endpointIds, limit) => cancelDeleted(pool, endpointIds, limit),
      ...{ publisher, topic: names.deliveries, codec, log },
    }),
    log,
    abandoned: cut.signal,
  });

  const deliver = createPipeline({
    ladder,
    begin: (turn) => beginAttempt(turn, { topic: names.deliveries, group: groups.deliver }),
    post: createPostStep(
      { pools, allowPrivate, timeoutMs: config.WEBHOOK_TIMEOUT, cut: cut.signal },
      new EndpointSecrets(new SecretBox(config.SECRET_KEYS)),
      log,
    ),
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
    report: createReport(ladder, log),
    failpoint: config.FAILPOINT ?? noFailpoint,
  });
  const leaseMs = config.WEBHOOK_TIMEOUT + LEASE_MARGIN_MS;
  const cancelAll: ClaimDeps['claim'] = async (day, refs) => {
    await cancelUndelivered(pool, day, refs);
    return [];
  };
  const isPosting = !config.DISABLE_WEBHOOK_DELIVERY;
  const deliverer = createDeliverer({
    deliver,
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
    readUnclaimed: (day, refs) => readUnclaimed(pool, day, refs),
    cancelOrphans: (day, refs) => cancelOrphans(pool, day, refs),
    readDue: (ids, pageSize) => readDueDeliveries(pool, ids, { withinMs: EARLY_TOLERANCE_MS, pageSize }),
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
        },
        { log },
      ),
    codec,
    findSchemas: (references) => findSchemas(pool, references),
    cut,
    log,
  });
  const rungWorker = createWorker(
    {
      ...consumer,
      groupId: groups.rungs,
      topics: rungTopics,
      onRecords: createRungForwarder({ names, publisher, log }),
      // How soon a partition is read again once its first record is due.
      maxWaitMs: 250,
    },
    { log },
  );
  const health = createHealthServer({
    host: config.HOST,
    port: config.PORT,
    checks: {
      postgres: async () => void (await pool.query('select 1')),
      publisher: () => publisher.health(),
      deliveries: () => deliverer.health(),
      rungs: () => rungWorker.health(),
    },
    notes: config.DISABLE_WEBHOOK_DELIVERY ? { webhooks: DELIVERY_DISABLED } : {},
    scrape: config.PROMETHEUS_ENABLED ? () => metrics.scrape() : undefined,
  });
  // Stopped in reverse: the attempts first, as long as there is time for them, then what they need.
  const schemaIds = config.SCHEMA_REGISTRY_URL ? [registryFraming({ db: pool, codecs: [codec], log })] : [];
  const secretKeys = createSecretKeys({ db: pool, keys: config.SECRET_KEYS, seals: false, log });
  const parts = [
    poolComponent(pool),
    secretKeys,
    ...schemaIds,
    publisher,
    pools,
    rungWorker,
    deliverer,
    health,
  ];
  const service = inOrder('deliver', parts);
  if (config.DISABLE_WEBHOOK_DELIVERY) log.warn({ webhooks: DELIVERY_DISABLED }, 'delivery.disabled');
  return { ...service, port: () => health.port(), metrics };
}
