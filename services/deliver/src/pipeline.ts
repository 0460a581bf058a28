// The hop, once a delivery is claimed. The order is the product (docs/protocol.md, section 3).
import type { AttemptResult } from '@hopline/postgres/deliveries/record-results';
import type { Failpoint } from '@hopline/runtime/failpoint';
import type { Ladder } from '@hopline/wire/ladder';
import type { Attempt } from './attempt.ts';
import type { ClaimedTurn } from './claim.ts';
import { abandonRecord, finishRecord } from './job.ts';
import { type Decision, decideNext } from './next-attempt.ts';
import type { Posted } from './post.ts';
import type { PublishOutcome } from './publish-outcome.ts';
import type { PendingResult } from './record-result.ts';

export interface Steps {
  readonly ladder: Ladder;
  readonly begin: (turn: ClaimedTurn) => Attempt;
  /** Signs and posts; undefined when it was cut short, and nobody knows what came of it. */
  readonly post: (attempt: Attempt) => Promise<Posted | undefined>;
  /** The receiver is free again, whatever is still to be written about it. */
  readonly postEnded: (turn: ClaimedTurn) => void;
  /** Gives the delivery's new version, or undefined when the result was fenced out. */
  readonly record: (result: PendingResult) => Promise<number | undefined>;
  readonly publish: PublishOutcome;
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
    const durationMs = performance.now() - attempt.startedAt;
    steps.postEnded(turn);
    // Here it leaves the row `sending` although the receiver has the event: the one case of a second post.
    steps.failpoint('deliver:after-post');
    if (!posted) return abandonRecord(turn.job);
    const decision = decideNext(steps.ladder, turn.delivery.ladderStep, posted.verdict);
    const version = await steps.record({
      day: turn.delivery.day,
      leaseEnds: turn.leaseEnds,
      build: () => resultOf(attempt, posted, decision, durationMs),
    });
    // From here on the row says what must happen, and the sweeper sees to it.
    steps.failpoint('deliver:after-result');
    if (version !== undefined) await steps.publish(attempt, decision, version);
    steps.failpoint('deliver:after-publish');
    finishRecord(turn.job);
    steps.report(attempt, { posted, decision, durationMs, recorded: version !== undefined });
  };
}

function resultOf(attempt: Attempt, posted: Posted, decision: Decision, durationMs: number): AttemptResult {
  const { id, version } = attempt.delivery;
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
  };
}
