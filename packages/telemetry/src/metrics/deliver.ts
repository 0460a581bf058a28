// The metrics of the third hop: from a wake-up to an answer of the receiver.
import type { Counter, Histogram, HistogramInstrument, Metrics } from '../metrics.ts';
import { createDeliveryCounts, type DeliveryCounts, type DeliveryStatus } from './deliveries.ts';
import { AGE_BUCKETS, ATTEMPT_BUCKETS, LATENESS_BUCKETS } from './histogram.ts';

export interface DeliverMetrics {
  readonly deliveries: DeliveryCounts<DeliveryStatus>;
  /** A post has ended. */
  observeAttempt(outcome: string, seconds: number): void;
  /** From the acceptance of an event to the receiver's answer, at the first attempt and at later ones. */
  readonly deliveredFirst: Histogram;
  readonly deliveredLater: Histogram;
  readonly retryLateness: Histogram;
  readonly claimBatch: Histogram;
  readonly resultBatch: Histogram;
  readonly claimsLost: Counter;
  readonly resultsFenced: Counter;
  readonly resultsLost: Counter;
}

/**
 * @param batchSizes see createBatchSizes
 * @param outcomes what an attempt may come to, each of which shows from the beginning
 */
export function createDeliverMetrics(
  metrics: Metrics,
  batchSizes: HistogramInstrument,
  outcomes: readonly string[],
): DeliverMetrics {
  const attempts = metrics.counters('webhook_attempts_total', 'posts that have ended, by outcome', [
    'outcome',
  ]);
  const attemptSeconds = metrics.histograms(
    'webhook_attempt_seconds',
    'how long a post takes, from its beginning to the answer or until it is given up, by outcome',
    ATTEMPT_BUCKETS,
    'outcome',
  );
  const delivered = metrics.histograms(
    'event_delivered_seconds',
    'from the acceptance of an event, or from when its delivery was last replayed, to the 2xx of a receiver; at the first attempt, or at a later one',
    AGE_BUCKETS,
    'attempt',
  );
  // Held on to: found by the outcome alone.
  const byOutcome = new Map(
    outcomes.map((outcome) => [
      outcome,
      { count: attempts.of({ outcome }), seconds: attemptSeconds.of(outcome) },
    ]),
  );
  return {
    deliveries: createDeliveryCounts(metrics, ['succeeded', 'retried', 'dead', 'cancelled']),
    observeAttempt(outcome, seconds) {
      const known = byOutcome.get(outcome);
      known?.count.inc();
      known?.seconds.observe(seconds);
    },
    deliveredFirst: delivered.of('first'),
    deliveredLater: delivered.of('later'),
    retryLateness: metrics.histogram(
      'retry_lateness_seconds',
      'how long after it was due the wake-up of a retry is sent on',
      LATENESS_BUCKETS,
    ),
    claimBatch: batchSizes.of('claim'),
    resultBatch: batchSizes.of('result'),
    claimsLost: metrics.counter(
      'claims_lost_total',
      'deliveries that were to be claimed and that somebody else had, or had ended, meanwhile',
    ),
    resultsFenced: metrics.counter(
      'results_fenced_total',
      'results that came too late and changed nothing: the delivery had been given to another, or ended',
    ),
    resultsLost: metrics.counter(
      'results_lost_total',
      'results that could not be written before their lease ran out: the receiver gets a second post',
    ),
  };
}

export interface DeliverState {
  readonly slots: Readonly<Record<'posting' | 'unwritten' | 'free', number>>;
  readonly owned: Readonly<Record<'closed' | 'open' | 'half_open', number>>;
  readonly backlogged: number;
}

/** What a process has in hand, read at every scrape. */
export function addDeliverState(
  metrics: Metrics,
  read: { slots: () => DeliverState['slots']; endpoints: () => Omit<DeliverState, 'slots'> },
): void {
  const each = (label: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
  metrics.gauges(
    'delivery_slots',
    'of the posts that a process may have under way: posting (claimed, or under way), unwritten (results that wait for Postgres) and free',
    ['use'],
    () => each('use', read.slots()),
  );
  metrics.gauges(
    'endpoints_owned',
    'endpoints that this process has in memory, by the state of their breaker',
    ['breaker'],
    () => each('breaker', read.endpoints().owned),
  );
  metrics.gauge(
    'endpoints_backlogged',
    'endpoints of this process with deliveries that wait as rows',
    () => read.endpoints().backlogged,
  );
}
