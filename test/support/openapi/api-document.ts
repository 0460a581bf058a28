// The API's description without a running system: the application is built, and asked for it. No server stands behind it.
import { type AppDeps, buildApp } from '@hopline/api/app';
import { apiSettings } from '@hopline/api/config';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger } from '@hopline/telemetry/logger';
import { createMetrics } from '@hopline/telemetry/metrics';
import { createIngestMetrics } from '@hopline/telemetry/metrics/ingest';
import { topicNames } from '@hopline/wire/topics';
import { SECRET_KEYS } from '../secret-keys.ts';
import type { Json } from './document.ts';

/** What /openapi.json answers. */
export async function apiDocument(): Promise<Json> {
  const config = loadSettings(apiSettings, {
    ADMIN_TOKEN: 'an-admin-token-of-the-tests-0123456789',
    SECRET_KEYS,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    KAFKA_BROKERS: '127.0.0.1:1',
  });
  const metrics = createMetrics();
  // Routes hand them on to their handlers, none of which is ever called.
  const uncalled = {};
  const pool = { options: { max: 1 } };
  const app = buildApp({
    ...{ config, metrics, pool, readPool: pool },
    ...{ ingest: createIngestMetrics(metrics), log: createLogger('api', 'silent') },
    topics: topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER),
    keys: { verifier: uncalled },
    records: { event: () => uncalled, wakeUp: uncalled },
    ...{ publisher: uncalled, limiter: uncalled, backlog: uncalled, health: uncalled },
  } as unknown as AppDeps);
  try {
    const { statusCode, body } = await app.inject({ url: '/openapi.json' });
    if (statusCode !== 200) throw new Error(`/openapi.json was answered ${statusCode}: ${body}`);
    return JSON.parse(body) as Json;
  } finally {
    await app.close();
  }
}
