import type { Metrics } from '../metrics.ts';

/** @param open how many there are; asked at every scrape */
export function addStreamMetrics(metrics: Metrics, open: () => number): void {
  metrics.gauge(
    'event_streams_open',
    'streams of server-sent events that are open: live figures, events as they come in, lag',
    open,
  );
}
