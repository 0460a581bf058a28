// The metrics of the first hop: from a request to an event that Kafka has.
import type { Counter, CounterFamily, Histogram, Metrics } from '../metrics.ts';
import { IN_MEMORY_BUCKETS, REQUEST_BUCKETS } from './histogram.ts';

export interface IngestMetrics {
  readonly ingestionLatency: Histogram;
  readonly eventsIngested: Counter;
  readonly authLatency: Histogram;
  readonly rateLimitCheckLatency: Histogram;
  readonly cacheLookups: CounterFamily<'cache' | 'result'>;
  readonly validationErrors: CounterFamily<'type'>;
  readonly requestsRefused: CounterFamily<'code'>;
}

export function createIngestMetrics(metrics: Metrics): IngestMetrics {
  return {
    ingestionLatency: metrics.histogram(
      'event_ingestion_latency_seconds',
      'from the arrival of the headers to the 202, of one event or one batch',
      REQUEST_BUCKETS,
    ),
    eventsIngested: metrics.counter('events_ingested_total', 'events that were answered as accepted'),
    authLatency: metrics.histogram(
      'auth_latency_seconds',
      'how long it takes to know whose an API key is, refused ones too',
      IN_MEMORY_BUCKETS,
    ),
    rateLimitCheckLatency: metrics.histogram(
      'rate_limit_check_latency_seconds',
      'how long it takes to know whether an organization may send; one check in 64 is timed',
      IN_MEMORY_BUCKETS,
    ),
    cacheLookups: metrics.counters(
      'cache_lookups_total',
      'look-ups in a cache of this process, by cache and result (hit or miss); refused_keys are those known to be bad',
      ['cache', 'result'],
    ),
    validationErrors: metrics.counters(
      'validation_errors_total',
      'requests whose body, parameters or headers are wrong, by the code of the error',
      ['type'],
    ),
    requestsRefused: metrics.counters(
      'requests_refused_total',
      'requests that were answered with a problem, and events that were not accepted in a batch that was answered 202, by code',
      ['code'],
    ),
  };
}

/** What waits between Kafka and Postgres, as far as this process knows. */
export function addBacklogMetrics(
  metrics: Metrics,
  state: () => { backlog: number; organizations: number },
): void {
  metrics.gauge(
    'partition_backlog_records',
    'acknowledged events of the fullest partition that are not stored yet; 0 while none come in',
    () => state().backlog,
  );
  metrics.gauge(
    'backlogged_organizations',
    'organizations that are refused because they fill a partition',
    () => state().organizations,
  );
}

/** What waits in front of Kafka, read at every scrape. */
export function addQueueMetrics(metrics: Metrics, load: () => { records: number; bytes: number }): void {
  metrics.gauge(
    'event_queue_size',
    'records that wait for Kafka or are on their way to it',
    () => load().records,
  );
  metrics.gauge(
    'event_queue_bytes',
    'bytes of the records that wait for Kafka or are on their way to it',
    () => load().bytes,
  );
}
