// The metrics of the second hop: from a record of the events topic to a row, and of what persist does besides.
import type { Counter, CounterFamily, Histogram, HistogramInstrument, Metrics } from '../metrics.ts';
import { createDeliveryCounts, type DeliveryCounts } from './deliveries.ts';
import { AGE_BUCKETS, LATENESS_BUCKETS } from './histogram.ts';

export interface PersistMetrics {
  readonly eventsStored: Counter;
  readonly eventsRepeated: Counter;
  readonly eventsConflicting: Counter;
  readonly eventsDeadLettered: CounterFamily<'reason'>;
  readonly deliveriesMade: Counter;
  /** Those that the sweeper gives up, and that it or retention cancels. */
  readonly deliveries: DeliveryCounts<'dead' | 'cancelled'>;
  /** From its acceptance to the commit of its row. */
  readonly storedSeconds: Histogram;
  readonly batchRecords: Histogram;
  readonly sweeperRepairs: CounterFamily<'kind'>;
  readonly sweeperRoundSeconds: Histogram;
  readonly replayDeliveries: CounterFamily<'result'>;
  readonly daysDropped: Counter;
}

export interface PersistMetricsOptions {
  /** See createBatchSizes. */
  readonly batchSizes: HistogramInstrument;
  /** Why records are set aside. */
  readonly reasons: readonly string[];
  /** What the sweeper may find. */
  readonly repairs: readonly string[];
}

/** What becomes of a delivery that a replay looks at. */
export const REPLAY_RESULTS = ['replayed', 'made', 'passed_by'] as const;

/** Whatever they count shows from the beginning: a rate tells nothing of a counter that is there only once it has grown. */
export function createPersistMetrics(
  metrics: Metrics,
  { batchSizes, reasons, repairs }: PersistMetricsOptions,
): PersistMetrics {
  const created = create(metrics, batchSizes);
  for (const reason of reasons) created.eventsDeadLettered.of({ reason });
  for (const kind of repairs) created.sweeperRepairs.of({ kind });
  for (const result of REPLAY_RESULTS) created.replayDeliveries.of({ result });
  return created;
}

function create(metrics: Metrics, batchSizes: HistogramInstrument): PersistMetrics {
  return {
    eventsStored: metrics.counter('events_stored_total', 'events that became rows'),
    eventsRepeated: metrics.counter(
      'events_repeated_total',
      'records of events that were stored already, also those that conflict; what is only read again does not count',
    ),
    eventsConflicting: metrics.counter(
      'events_conflicting_total',
      'events that came under the dedup_id of another one with another type or payload; the first one stays',
    ),
    eventsDeadLettered: metrics.counters(
      'events_dead_lettered_total',
      'records that can never be stored and are in the dead-letter topic now, by reason',
      ['reason'],
    ),
    deliveriesMade: metrics.counter('deliveries_made_total', 'deliveries that were stored with their events'),
    deliveries: createDeliveryCounts(metrics, ['dead', 'cancelled']),
    storedSeconds: metrics.histogram(
      'event_stored_seconds',
      'from the acceptance of an event, by the clock of the api, to the commit of its row',
      AGE_BUCKETS,
    ),
    batchRecords: batchSizes.of('persist'),
    sweeperRepairs: metrics.counters(
      'sweeper_repairs_total',
      'what the sweeper found to be done: leases that ran out, endpoints that nobody woke, dead letters that were not published, deliveries to cancel or to give up',
      ['kind'],
    ),
    sweeperRoundSeconds: metrics.histogram(
      'sweeper_round_seconds',
      'how long a round of the sweeper takes',
      LATENESS_BUCKETS,
    ),
    replayDeliveries: metrics.counters(
      'replay_deliveries_total',
      'what replays have looked at, by result: replayed, made, or passed_by since nothing was to be done',
      ['result'],
    ),
    daysDropped: metrics.counter(
      'retention_dropped_days_total',
      'days that were over their retention and are gone',
    ),
  };
}

/** Batches that wait for Postgres or Kafka to be back, read at every scrape. */
export function addHeldBatches(metrics: Metrics, held: () => number): void {
  metrics.gauge(
    'batches_held',
    'batches that wait to be tried again, since Postgres or Kafka was away',
    held,
  );
}
