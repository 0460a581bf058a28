import type { LoggedDelivery } from '@hopline/postgres/delivery-log/log-query';
import type { LoggedAttempt } from '@hopline/postgres/delivery-log/read-attempts';

/** How many attempts a delivery of a page is shown with, the newest. */
export const ATTEMPTS_IN_PAGE = 10;
/** And one that is asked for alone. */
export const ATTEMPTS_OF_ONE = 100;

/** The JSON of a delivery with its newest attempts. */
export function printDelivery(delivery: LoggedDelivery, attempts: readonly LoggedAttempt[] = []): object {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    endpoint_id: delivery.endpointId,
    type: delivery.type,
    accepted_at: delivery.acceptedAt,
    state: delivery.state,
    reason: delivery.reason,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.state === 'pending' ? delivery.nextAttemptAt : null,
    ended_at: delivery.endedAt,
    ladder_step: delivery.ladderStep,
    attempt_count: delivery.attempts,
    replay_id: delivery.replayId,
    replayed_at: delivery.replayedAt,
    succeeded_at:
      delivery.state === 'succeeded' ? (delivery.succeededAt ?? delivery.endedAt) : delivery.succeededAt,
    attempts: attempts.map(printAttempt),
  };
}

function printAttempt(attempt: LoggedAttempt): object {
  return {
    number: attempt.number,
    started_at: attempt.startedAt,
    duration_ms: attempt.durationMs,
    outcome: attempt.outcome,
    status_code: attempt.statusCode,
    error: attempt.error,
    // What is not UTF-8, also a character that the first KB has cut through, becomes U+FFFD.
    response: attempt.response === null ? null : attempt.response.toString('utf8'),
    trace_id: attempt.traceId,
    next_attempt_at: attempt.nextAttemptAt,
  };
}
