// Builds the HTTP application; service.ts makes it listen. Tests build it too and call it without a socket.
import { join } from 'node:path';
import type { Publisher } from '@hopline/kafka/port';
import type { LiveCounts } from '@hopline/postgres/live/live-counts';
import { findOrganization } from '@hopline/postgres/organizations/find-organization';
import type { Pool } from '@hopline/postgres/pool';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import type { Health } from '@hopline/runtime/health';
import type { Logger } from '@hopline/telemetry/logger';
import type { Metrics } from '@hopline/telemetry/metrics';
import { createDeliveryCounts } from '@hopline/telemetry/metrics/deliveries';
import { createHttpMetrics } from '@hopline/telemetry/metrics/http';
import type { IngestMetrics } from '@hopline/telemetry/metrics/ingest';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import type { EncodeEvent } from '@hopline/wire/event-encoder';
import { SecretBox } from '@hopline/wire/secret-box';
import type { GroupNames, TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import fastify from 'fastify';
import { createAdminTokenCheck } from './auth/admin-token.ts';
import { admitSessions } from './auth/admit-sessions.ts';
import type { ApiKeys } from './auth/api-keys.ts';
import {
  decorateCallers,
  requireAdminToken,
  requireApiKey,
  requireApiKeyOrAdmin,
} from './auth/authenticate.ts';
import { requireApiKeyOrReader } from './auth/on-behalf.ts';
import { openPortalGrant } from './auth/portal-link.ts';
import { requireScopes } from './auth/scopes.ts';
import type { ApiConfig } from './config.ts';
import { createWakeEndpoint } from './endpoints/wake-endpoint.ts';
import { createEventIntake } from './events/accept-events.ts';
import { createRefusalCount } from './http/count-refusals.ts';
import { fromDatabase } from './http/from-database.ts';
import { answerOtherMethods } from './http/method-not-allowed.ts';
import { observeRequests } from './http/observe.ts';
import { answerProblems } from './http/problem.ts';
import { readJsonBodies } from './http/read-body.ts';
import { createRefusalLog } from './http/refusal-log.ts';
import { serveRoles } from './http/serve-roles.ts';
import { serverOptions } from './http/server-options.ts';
import { createSlowRequestLog } from './http/slow-requests.ts';
import type { TypedApp } from './http/typed-app.ts';
import { compileValidator } from './http/validate.ts';
import type { LagWatch } from './live/lag-watch.ts';
import type { LiveStats } from './live/live-stats.ts';
import { createStillAllowed } from './live/still-allowed.ts';
import type { EventStreams } from './live/streams.ts';
import { collectRoutes } from './openapi/described-routes.ts';
import type { BacklogWatch } from './pressure/backlog-watch.ts';
import { boundRequests, createRequestTurns } from './pressure/bound-requests.ts';
import { guardBeforeKey, guardBehindKey, type PressureConfig } from './pressure/guard-ingest.ts';
import { createShedLog } from './pressure/shed-log.ts';
import type { RateLimiter } from './rate-limit/rate-limiter.ts';
import { consoleRoutes } from './routes/console.ts';
import { currentSessionRoute } from './routes/current-session.ts';
import { deliveryLogRoute, deliveryRoutes } from './routes/deliveries.ts';
import { documentationRoutes } from './routes/documentation.ts';
import { endpointHealthRoute } from './routes/endpoint-health.ts';
import { endpointSecretRoutes } from './routes/endpoint-secrets.ts';
import { endpointTestRoute } from './routes/endpoint-test.ts';
import { endpointRoutes } from './routes/endpoints.ts';
import { eventRoutes, ingestRoutes } from './routes/events.ts';
import { generateKeyRoute } from './routes/generate-key.ts';
import { healthRoutes } from './routes/health.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { keyRoutes } from './routes/keys.ts';
import { eventStreamRoute, lagRoute, statsRoutes } from './routes/live.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { organizationRoutes } from './routes/organizations.ts';
import { portalSessionRoute } from './routes/portal-sessions.ts';
import { reconcileRoute } from './routes/reconcile.ts';
import { replayRoutes } from './routes/replays.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { topicRoutes } from './routes/topics.ts';
import type { Inspection } from './topics/inspection.ts';

/** What Vite builds of services/console. */
const CONSOLE = join(import.meta.dirname, '..', '..', 'console', 'dist');

export interface AppDeps {
  readonly config: PressureConfig &
    Pick<
      ApiConfig,
      | 'ADMIN_TOKEN'
      | 'ALLOW_PRIVATE_WEBHOOKS'
      | 'API_ROLES'
      | 'ACCEPT_TIMEOUT'
      | 'PORTAL_FRAME_ORIGINS'
      | 'PUBLIC_URL'
      | 'PROMETHEUS_ENABLED'
      | 'RETRY_LADDER'
      | 'SECRET_KEYS'
      | 'SLOW_REQUEST'
      | 'TRACE_URL'
    >;
  /** Started, or about to be: until then events are answered 503. */
  readonly publisher: Pick<Publisher, 'publish' | 'publishEach' | 'partitionsOf' | 'load'>;
  /** What the values of records are made by. */
  readonly records: { readonly event: EncodeEvent; readonly wakeUp: Pick<AvroCodec<WakeUp>, 'encode'> };
  readonly pool: Pool;
  /** For reads that may be a little behind; the same one unless there is a replica. */
  readonly readPool: Pool;
  readonly keys: Pick<ApiKeys, 'verifier'>;
  readonly topics: TopicNames;
  readonly groups: GroupNames;
  /** Looks into Kafka, for administrators. */
  readonly inspection: Pick<Inspection, 'ask'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly ingest: IngestMetrics;
  readonly limiter: RateLimiter;
  readonly backlog: BacklogWatch;
  readonly health: Pick<Health, 'report'>;
  readonly live: {
    /** Told of every event that was taken. */
    readonly counts: Pick<LiveCounts, 'accepted'>;
    readonly stats: LiveStats;
    readonly lag: LagWatch;
    readonly streams: EventStreams;
  };
}

export function buildApp(deps: AppDeps): TypedApp {
  const { config, publisher, records, pool, readPool, keys, topics, groups } = deps;
  const { log, metrics, ingest, limiter, backlog, health, live } = deps;
  const refusals = {
    log,
    count: createRefusalCount(ingest),
    noteShed: createShedLog(log),
    mayLog: createRefusalLog(log),
  };
  const app: TypedApp = fastify(serverOptions(refusals));
  app.setValidatorCompiler(compileValidator);
  // The schemas of answers describe them; what a handler gives is printed as it is, nothing dropped or coerced.
  app.setSerializerCompiler(() => JSON.stringify);
  observeRequests(app, createSlowRequestLog(log, config.SLOW_REQUEST), createHttpMetrics(metrics));
  answerProblems(app, refusals);
  serveRoles(app, config.API_ROLES);
  readJsonBodies(app);
  decorateCallers(app);
  const box = new SecretBox(config.SECRET_KEYS);
  const publicUrl = config.PUBLIC_URL;
  const secure = publicUrl?.startsWith('https:') ?? false;
  admitSessions(app, { box, publicUrl, secure });
  const answerOthers = answerOtherMethods(app);
  const routes = collectRoutes(app);
  const isAdminToken = createAdminTokenCheck(config.ADMIN_TOKEN);
  const intake = createEventIntake({
    ...{ publisher, topic: topics.events, encode: records.event, backlog },
    live: live.counts,
  });
  const { cancelled } = createDeliveryCounts(metrics, ['cancelled']);
  // A connection is left for whoever has no turn to wait for: the administrator, and the probe.
  const turns = createRequestTurns(Math.max(1, pool.options.max - 1));
  const hasReplica = readPool !== pool;
  // A replica that hangs holds up nothing but what reads from it.
  const readTurns = hasReplica ? createRequestTurns(readPool.options.max) : turns;

  const openGrant = (token: string) => openPortalGrant(box, token, Date.now());
  const { verifier } = keys;
  const ofKey = requireApiKey(verifier, { latency: ingest.authLatency });
  const readerRules = {
    ...{ openGrant, isAdminToken },
    findOrganization: (id: string) => fromDatabase(findOrganization(pool, id)),
  };
  const ofReader = requireApiKeyOrReader(verifier, { ...readerRules, latency: ingest.authLatency });

  healthRoutes(app, health);
  documentationRoutes(app, routes);
  consoleRoutes(app, { folder: CONSOLE, frameOrigins: config.PORTAL_FRAME_ORIGINS });
  if (config.PROMETHEUS_ENABLED) metricsRoutes(app, () => metrics.scrape());
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', requireAdminToken(isAdminToken));
    generateKeyRoute(scope, { pool, log });
    organizationRoutes(scope, { pool, log });
    const stillAllowed = createStillAllowed(scope, requireAdminToken(isAdminToken));
    lagRoute(scope, { ...live, stillAllowed });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', requireAdminToken(isAdminToken));
    topicRoutes(scope, {
      ...{ inspection: deps.inspection, names: { topics, groups } },
      findSchemas: (references) => findSchemas(pool, references),
    });
  });
  sessionRoutes(app, { verifier, isAdminToken, box, publicUrl, secure, log });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', requireApiKeyOrAdmin(verifier, isAdminToken, { openGrant }));
    boundRequests(scope, turns);
    currentSessionRoute(scope, { pool, traceUrl: config.TRACE_URL });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', ofKey);
    requireScopes(scope);
    portalSessionRoute(scope, { verifier, box, publicUrl, log });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', requireApiKeyOrAdmin(verifier, isAdminToken));
    requireScopes(scope);
    boundRequests(scope, turns);
    keyRoutes(scope, { pool, log });
  });
  app.register(async (scope: TypedApp) => {
    guardBeforeKey(scope, { config, publisher });
    scope.addHook('onRequest', ofKey);
    requireScopes(scope);
    guardBehindKey(scope, { config, publisher, backlog });
    ingestRoutes(scope, {
      intake,
      acceptTimeoutMs: config.ACCEPT_TIMEOUT,
      log,
      limiter,
      countRefusal: refusals.count,
      metrics: ingest,
    });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', ofReader);
    requireScopes(scope);
    boundRequests(scope, turns);
    eventRoutes(scope, { pool });
    reconcileRoute(scope, { pool });
    const wakeEndpoint = createWakeEndpoint({
      ...{ publisher, topic: topics.deliveries, codec: records.wakeUp },
      log,
    });
    endpointRoutes(scope, {
      pool,
      wakeEndpoint,
      allowPrivateWebhooks: config.ALLOW_PRIVATE_WEBHOOKS,
      ladder: config.RETRY_LADDER,
      box,
    });
    endpointSecretRoutes(scope, { pool, box, log });
    deliveryRoutes(scope, { pool, wakeEndpoint, cancelled });
    replayRoutes(scope, { pool, readPool });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', ofReader);
    requireScopes(scope);
    endpointTestRoute(scope, {
      ...{ pool, turns, intake, limiter },
      ...{ acceptTimeoutMs: config.ACCEPT_TIMEOUT, metrics: ingest },
    });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', ofReader);
    requireScopes(scope);
    boundRequests(scope, readTurns);
    inboxRoutes(scope, { pool: readPool });
    deliveryLogRoute(scope, { pool: readPool });
    endpointHealthRoute(scope, { pool: readPool });
  });
  app.register(async (scope: TypedApp) => {
    scope.addHook('onRequest', ofReader);
    requireScopes(scope);
    const stillAllowed = createStillAllowed(scope, requireApiKeyOrReader(verifier, readerRules));
    statsRoutes(scope, { ...live, stillAllowed });
    eventStreamRoute(scope, { ...live, stillAllowed, pool: readPool, turns: readTurns, log });
  });
  answerOthers();
  return app;
}
