// How much fits in front of Kafka: what a queue is large against.
import type { Metrics } from '../metrics.ts';

/** Beyond these events are answered 429. They do not change while the process runs. */
export function addBufferLimits(metrics: Metrics, limits: { records: number; bytes: number }): void {
  metrics.gauge(
    'event_queue_limit_records',
    'records that may wait for Kafka (BUFFER_RECORDS)',
    () => limits.records,
  );
  metrics.gauge(
    'event_queue_limit_bytes',
    'bytes of records that may wait for Kafka (BUFFER_BYTES)',
    () => limits.bytes,
  );
}
