import { buildApp } from '@hopline/api/app';
import { createApiKeys } from '@hopline/api/auth/api-keys';
import { apiSettings } from '@hopline/api/config';
import { EventStreams } from '@hopline/api/live/streams';
import { createPools } from '@hopline/api/pools';
import { createBacklogWatch } from '@hopline/api/pressure/backlog-watch';
import { RateLimiter } from '@hopline/api/rate-limit/rate-limiter';
import { createHealth } from '@hopline/runtime/health';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createIngestMetrics } from '@hopline/telemetry/metrics/ingest';
import { createEventCodec } from '@hopline/wire/event';
import { createEventEncoder } from '@hopline/wire/event-encoder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';

// Names what is needed and leads nowhere: nothing that is built here is started.
const SETTINGS = {
  ADMIN_TOKEN: 'no-one-is-asked-for-it-0123456789-0123456789',
  SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  KAFKA_BROKERS: '127.0.0.1:1',
};

/** The OpenAPI document of the api as it is in this repository, as JSON text. */
export async function apiDocument(): Promise<string> {
  const config = loadSettings(apiSettings, SETTINGS);
  const log = createLogger('api-types', 'error');
  const metrics = createMetrics();
  const pools = createPools(config, log, metrics);
  const ingest = createIngestMetrics(metrics);
  const app = buildApp({
    config,
    publisher: UNSTARTED,
    records: { event: createEventEncoder(createEventCodec()), wakeUp: createWakeUpCodec() },
    pool: pools.control,
    readPool: pools.read,
    keys: createApiKeys({
      pools,
      listenUrl: config.DATABASE_URL,
      replaceHashesAfterMs: config.REPLACE_KEY_HASHES_AFTER,
      log,
      metrics: ingest,
    }),
    topics: topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER),
    groups: groupNames(config.TOPIC_PREFIX),
    inspection: { ask: notStarted },
    log,
    metrics,
    ingest,
    limiter: new RateLimiter({
      tiers: { free: config.RATE_LIMIT_FREE, pro: config.RATE_LIMIT_PRO },
      windowMs: config.RATE_LIMIT_WINDOW,
      onCheck: () => {},
    }),
    backlog: createBacklogWatch({
      limit: config.MAX_PARTITION_BACKLOG,
      topicId: () => undefined,
      readProgress: () => notStarted(),
      log,
    }),
    health: createHealth({ needed: {}, besides: {}, onChange: () => {} }),
    live: {
      counts: { accepted: notStarted },
      stats: { follow: notStarted, ask: notStarted, stop: notStarted },
      lag: { follow: notStarted, stop: notStarted },
      streams: new EventStreams(),
    },
  });
  try {
    const answer = await app.inject({ url: '/openapi.json' });
    if (answer.statusCode !== 200) throw new Error(`/openapi.json answered ${answer.statusCode}`);
    return answer.body;
  } finally {
    await app.close();
    await pools.end(AbortSignal.timeout(1000));
  }
}

function notStarted(): never {
  throw new TypeError('nothing is started to describe the API');
}

const UNSTARTED = {
  publish: notStarted,
  publishEach: notStarted,
  partitionsOf: notStarted,
  load: () => ({ records: 0, bytes: 0 }),
};
