// The hop, once a delivery is claimed. The order is the product (docs/protocol.md, section 3).
import type { AttemptOutcome } from '@hopline/postgres/deliveries/record-outcomes';
import type { Failpoint } from '@hopline/runtime/failpoint';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import { traceparentOf } from '@hopline/telemetry/trace-headers';
import { inSpan } from '@hopline/telemetry/tracing';
import type { Ladder } from '@hopline/wire/ladder';
import { scheduleOf } from '@hopline/wire/retry-schedule';
import type { Attempt } from './attempt.ts';
import type { ClaimedTurn } from './claim.ts';
import type { FinishedPost } from './deliverer.ts';
import type { Observed } from './health/endpoint-health.ts';
import { abandonRecord, finishRecord } from './job.ts';
import type { Measure } from './measure.ts';
import { type Decision, decideNext } from './next-attempt.ts';
import type { Posted } from './post.ts';
import type { PublishOutcome } from './publish-outcome.ts';
import type { PendingResult } from './record-result.ts';

export interface Steps {
  readonly ladder: Ladder;
  readonly begin: (turn: ClaimedTurn) => Attempt;
  /** Signs and posts; undefined when it was cut short, and nobody knows what came of it. */
  readonly post: (attempt: Attempt) => Promise<Posted | undefined>;
  /** The receiver is free again, whatever is still to be written about it. Says what the attempt means for it. */
  readonly postEnded: (turn: ClaimedTurn, post: FinishedPost | undefined) => Observed;
  /** The result is written, or never will be, and with it what was observed. */
  readonly observationEnded: (turn: ClaimedTurn, observed: Observed, recorded: boolean) => void;
  /** Gives the delivery's new version, or undefined when the result was fenced out. */
  readonly record: (result: PendingResult) => Promise<number | undefined>;
  readonly publish: PublishOutcome;
  readonly measure: Measure;
  readonly report: (attempt: Attempt, report: AttemptReport) => void;
  readonly failpoint: Failpoint;
}

export interface AttemptReport {
  readonly posted: Posted;
  readonly decision: Decision;
  readonly durationMs: number;
  /** False when the result came too late and changed nothing. */
  readonly recorded: boolean;
}

/** One attempt, from its claim to the end of its record. */
export function createPipeline(steps: Steps): (turn: ClaimedTurn) => Promise<void> {
  return async function deliver(turn) {
    // A crash here leaves the row `sending`, without a post: its lease runs out.
    steps.failpoint('deliver:after-claim');
    const attempt = steps.begin(turn);
    const posted = await steps.post(attempt);
    const endedAt = performance.now();
    const durationMs = endedAt - attempt.startedAt;
    const observed = steps.postEnded(
      turn,
      posted && { verdict: posted.verdict, startedAt: attempt.startedAt, endedAt },
    );
    // Here it leaves the row `sending` although the receiver has the event: the one case of a second post.
    steps.failpoint('deliver:after-post');
    if (!posted) return abandonRecord(turn.job);
    steps.measure.posted(posted.verdict.outcome, durationMs);
    const schedule = scheduleOf(steps.ladder, turn.delivery.retrySchedule);
    const { ladderStep, skipAfter } = turn.delivery;
    const decision = decideNext(schedule, ladderStep, posted.verdict, skipAfter);
    const version = await inSpan(hopSpan.record, attempt.span, () =>
      steps.record({
        day: turn.delivery.day,
        leaseEnds: turn.leaseEnds,
        traceId: attempt.traceId,
        build: () => outcomeOf(attempt, posted, decision, { durationMs, observed }),
      }),
    );
    // From here on the row says what must happen, and the sweeper sees to it.
    steps.failpoint('deliver:after-result');
    steps.observationEnded(turn, observed, version !== undefined);
    if (version !== undefined) {
      steps.measure.recorded(attempt, decision, durationMs);
      await steps.publish(attempt, decision, version);
    }
    steps.failpoint('deliver:after-publish');
    finishRecord(turn.job);
    steps.report(attempt, { posted, decision, durationMs, recorded: version !== undefined });
  };
}

function outcomeOf(
  attempt: Attempt,
  posted: Posted,
  decision: Decision,
  { durationMs, observed }: { durationMs: number; observed: Observed },
): AttemptOutcome {
  const { id, version, endpointId, organizationId, eventId, eventType, url, operational } = attempt.delivery;
  const { outcome, statusCode, error } = posted.verdict;
  return {
    id,
    version,
    next: decision.next,
    startedAgoMs: performance.now() - attempt.startedAt,
    durationMs: Math.round(durationMs),
    outcome,
    statusCode,
    error,
    response: posted.response,
    traceId: attempt.traceId,
    consequences: {
      ...{
        endpointId,
        organizationId,
        eventId,
        eventType,
        attempt: attempt.delivery.attempt,
        url,
        operational,
      },
      ...(observed.disable ? { disable: observed.disable } : {}),
      recovered: observed.recovered,
      traceparent: traceparentOf(attempt.context),
    },
  };
}
