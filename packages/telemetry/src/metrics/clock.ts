import type { Metrics } from '../metrics.ts';

/** @param offsetSeconds what is known last, or undefined when nothing is; asked at every scrape */
export function addClockMetric(metrics: Metrics, offsetSeconds: () => number | undefined): void {
  metrics.gauges(
    'clock_offset_seconds',
    "how far the clock of this process is ahead of Postgres', below 0 when it is behind; compared every 15 s at least, and kept while Postgres is away",
    [],
    () => {
      const value = offsetSeconds();
      return value === undefined ? [] : [{ labels: {}, value }];
    },
  );
}
