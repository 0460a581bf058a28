/** The names of the headers on Hopline's Kafka records. Trace context rides in W3C `traceparent` and `tracestate`. */
export const HEADER = {
  contentType: 'content-type',
  /** On dead letters: why the record could not go on, a short stable word. */
  reason: 'hopline-reason',
  /** On dead letters: the same for a person. */
  detail: 'hopline-detail',
  /** On dead letters: where the original record stood. */
  originalTopic: 'hopline-original-topic',
  originalPartition: 'hopline-original-partition',
  originalOffset: 'hopline-original-offset',
  originalTimestamp: 'hopline-original-timestamp',
} as const;
