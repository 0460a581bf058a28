import type { Logger } from '@hopline/telemetry/logger';
import { failSpan } from '@hopline/telemetry/tracing';
import type { Ladder } from '@hopline/wire/ladder';
import { scheduleOf } from '@hopline/wire/retry-schedule';
import type { Attempt } from './attempt.ts';
import type { AttemptReport } from './pipeline.ts';

/** The step that tells of an attempt: one wide log line, and the end of its span. Never the payload or the URL. */
export function createReport(ladder: Ladder, log: Logger) {
  return function report(attempt: Attempt, { posted, decision, durationMs, recorded }: AttemptReport): void {
    const { delivery, span, traceId } = attempt;
    const { outcome, statusCode, error } = posted.verdict;
    log.info(
      {
        org_id: delivery.organizationId,
        event_id: delivery.eventId,
        delivery_id: delivery.id,
        endpoint_id: delivery.endpointId,
        attempt: delivery.attempt,
        rung: scheduleOf(ladder, delivery.retrySchedule).steps[delivery.ladderStep - 1]?.name ?? null,
        outcome,
        status: statusCode,
        ...(error === null ? {} : { error }),
        duration_ms: Math.round(durationMs),
        age_ms: delivery.ageMs,
        state: decision.next.state,
        next_rung: decision.rung?.name ?? null,
        recorded,
        trace_id: traceId,
      },
      'delivery.attempted',
    );
    // Somebody else has had the delivery since: the row knows nothing of this attempt.
    if (!recorded) span.setAttribute('hopline.recorded', false);
    if (outcome === 'succeeded') span.end();
    else failSpan(span, outcome, error ?? `status ${statusCode}`);
  };
}
