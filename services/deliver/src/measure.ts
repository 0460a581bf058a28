import type { LiveCounts } from '@hopline/postgres/live/live-counts';
import type { DeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import type { Attempt } from './attempt.ts';
import type { Outcome } from './classify-response.ts';
import type { Decision } from './next-attempt.ts';

/** What is counted of an attempt, each at the moment from which it is a fact. */
export interface Measure {
  /** The post has ended. */
  posted(outcome: Outcome, durationMs: number): void;
  /** Its result is committed. */
  recorded(attempt: Attempt, decision: Decision, durationMs: number): void;
}

type Measured = Pick<DeliverMetrics, 'observeAttempt' | 'deliveries' | 'deliveredFirst' | 'deliveredLater'>;

/** @param live told of the same for the live figures of organizations */
export function createMeasure(
  { observeAttempt, deliveries, deliveredFirst, deliveredLater }: Measured,
  live: Pick<LiveCounts, 'delivered' | 'failed'>,
): Measure {
  return {
    posted: (outcome, durationMs) => observeAttempt(outcome, durationMs / 1000),
    recorded({ turn, delivery, span, startedAt, traceId }, { next }, durationMs) {
      if (next.state !== 'succeeded') live.failed(delivery.organizationId);
      if (next.state === 'dead') deliveries.dead.inc();
      else if (next.state === 'pending') deliveries.retried.inc();
      else {
        deliveries.succeeded.inc();
        // Until its claim by the clocks of the database and of the api, which has given the beginning; then by ours.
        const sinceClaim = startedAt - turn.claimedAt.from + durationMs;
        const seconds = Math.max(delivery.acceptedMs + sinceClaim, 0) / 1000;
        const delivered = delivery.attempt === 1 ? deliveredFirst : deliveredLater;
        live.delivered(delivery.organizationId, seconds * 1000);
        delivered.observe(seconds, span.isRecording() ? (traceId ?? undefined) : undefined);
      }
    },
  };
}
