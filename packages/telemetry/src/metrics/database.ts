// The metrics of a process's connections to Postgres.
import type { Metrics } from '../metrics.ts';
import { REQUEST_BUCKETS } from './histogram.ts';

/** What is told of every statement: its name and how long it took, in seconds. */
export function createDatabaseMetrics(metrics: Metrics): (operation: string, seconds: number) => void {
  const latency = metrics.histograms(
    'db_operations_latency_seconds',
    'how long Postgres takes to answer a statement, by its name, without the wait for a connection',
    REQUEST_BUCKETS,
    'operation',
  );
  return (operation, seconds) => latency.of(operation).observe(seconds);
}

/** How busy the pool is, read at every scrape. */
export function addPoolMetrics(
  metrics: Metrics,
  pool: { totalCount: number; idleCount: number; waitingCount: number; options: { max: number } },
): void {
  metrics.gauge('db_pool_size', 'the most connections to Postgres that there may be', () => pool.options.max);
  metrics.gauge('db_pool_connections', 'connections to Postgres', () => pool.totalCount);
  metrics.gauge(
    'db_pool_idle_connections',
    'connections to Postgres without a statement',
    () => pool.idleCount,
  );
  metrics.gauge(
    'db_pool_waiting',
    'operations that wait for a connection to Postgres',
    () => pool.waitingCount,
  );
}
