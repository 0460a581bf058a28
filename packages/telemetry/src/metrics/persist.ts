// The metrics of the second hop: from a record of the events topic to a row.
import type { Counter, Metrics } from '../metrics.ts';

export interface PersistMetrics {
  readonly eventsConflicting: Counter;
}

export function createPersistMetrics(metrics: Metrics): PersistMetrics {
  return {
    eventsConflicting: metrics.counter(
      'events_conflicting_total',
      'events that came under the dedup_id of another one with another type or payload; the first one stays',
    ),
  };
}
