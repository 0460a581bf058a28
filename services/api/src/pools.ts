// The connections to Postgres. What ingest asks on its own behalf has connections that no request can take from it: a
// control plane that is kept busy must never delay the revocation of a key, a new key, or the sharing of limits.
import { createPool, type Pool } from '@hopline/postgres/pool';
import { databaseOf } from '@hopline/postgres/settings';
import { describeError } from '@hopline/runtime/errors';
import { raceSignal } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { Metrics } from '@hopline/telemetry/metrics';
import { addPoolMetrics, createDatabaseMetrics } from '@hopline/telemetry/metrics/database';
import type { ApiConfig } from './config.ts';

// A person or a key check waits for the answer: no statement of this service may take long.
const STATEMENT_TIMEOUT_MS = 5000;

// One for the look-ups of keys, of which one is under way at a time, one for everything else.
const INGEST_CONNECTIONS = 2;

export interface Pools {
  /** For what requests ask. */
  readonly control: Pool;
  /** For reads that may be a little behind: those of DATABASE_READ_URL, or else `control`. */
  readonly read: Pool;
  /** For what ingest relies on: look-ups of keys, shares of limits, the progress of persist. */
  readonly ingest: Pool;
  /** Ends all. A statement that hangs must not keep the process; its connection ends with it. */
  end(deadline: AbortSignal): Promise<void>;
}

export function createPools(
  config: Pick<ApiConfig, 'DATABASE_URL' | 'DATABASE_POOLER' | 'DATABASE_READ_URL' | 'POOL_SIZE'>,
  log: Pick<Logger, 'warn'>,
  metrics: Metrics,
): Pools {
  const settings = {
    ...databaseOf(config),
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    onIdleError: (error: Error) => log.warn({ problem: describeError(error) }, 'connection.lost'),
    onOperation: createDatabaseMetrics(metrics),
  };
  const control = createPool({ ...settings, size: config.POOL_SIZE, applicationName: 'hopline-api' });
  const ingest = createPool({
    ...settings,
    size: INGEST_CONNECTIONS,
    applicationName: 'hopline-api-ingest',
  });
  const { DATABASE_READ_URL: readUrl } = config;
  const read =
    readUrl === undefined
      ? control
      : createPool({
          ...settings,
          databaseUrl: readUrl,
          size: config.POOL_SIZE,
          applicationName: 'hopline-api-read',
        });
  const pools = [...new Set([control, read, ingest])];
  const sum = (count: (pool: Pool) => number) => pools.reduce((total, pool) => total + count(pool), 0);
  addPoolMetrics(metrics, {
    get totalCount() {
      return sum((pool) => pool.totalCount);
    },
    get idleCount() {
      return sum((pool) => pool.idleCount);
    },
    get waitingCount() {
      return sum((pool) => pool.waitingCount);
    },
    options: { max: sum((pool) => pool.options.max) },
  });
  return {
    control,
    read,
    ingest,
    async end(deadline) {
      await raceSignal(Promise.all(pools.map((pool) => pool.end())), deadline).catch(() => {});
    },
  };
}
