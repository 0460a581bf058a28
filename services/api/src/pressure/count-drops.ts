import type { Logger } from '@hopline/telemetry/logger';
import type { Metrics } from '@hopline/telemetry/metrics';

const INTERVAL_MS = 1000;

/** Counts connections that were closed because there were too many; one line, `connections.dropped`, a second. */
export function createDropCount(metrics: Metrics, log: Pick<Logger, 'warn'>): () => void {
  const counter = metrics.counter(
    'connections_dropped_total',
    'connections that were closed at once because there were MAX_CONNECTIONS',
  );
  let count = 0;

  function report(): void {
    log.warn({ count }, 'connections.dropped');
    count = 0;
  }

  return () => {
    counter.inc();
    if (count === 0) setTimeout(report, INTERVAL_MS).unref();
    count += 1;
  };
}
