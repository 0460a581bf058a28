// The connections to Postgres. What ingest asks on its own behalf has connections that no request can take from it: a
// control plane that is kept busy must never delay the revocation of a key, a new key, or the sharing of limits.
import { createPool, type Pool } from '@hopline/postgres/pool';
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
  /** For what ingest relies on: look-ups of keys, shares of limits, the progress of persist. */
  readonly ingest: Pool;
  /** Ends both. A statement that hangs must not keep the process; its connection ends with it. */
  end(deadline: AbortSignal): Promise<void>;
}

export function createPools(
  config: Pick<ApiConfig, 'DATABASE_URL' | 'POOL_SIZE'>,
  log: Pick<Logger, 'warn'>,
  metrics: Metrics,
): Pools {
  const settings = {
    databaseUrl: config.DATABASE_URL,
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
  addPoolMetrics(metrics, {
    get totalCount() {
      return control.totalCount + ingest.totalCount;
    },
    get idleCount() {
      return control.idleCount + ingest.idleCount;
    },
    get waitingCount() {
      return control.waitingCount + ingest.waitingCount;
    },
  });
  return {
    control,
    ingest,
    async end(deadline) {
      await raceSignal(Promise.all([control.end(), ingest.end()]), deadline).catch(() => {});
    },
  };
}
