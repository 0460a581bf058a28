import { asUnknown } from '../errors.ts';
import { mayRetry } from '../retry/may-retry.ts';
import { nextWait, type RetryPolicy } from '../retry/next-wait.ts';
import { pause } from '../retry/pause.ts';
import type { Outcome } from './batch-outcomes.ts';
import type { EncodedEvent } from './event.ts';

/** Posts a batch once; gives an outcome for each of its events, in their order. */
export type PostBatch = (
  events: readonly EncodedEvent[],
  signal: AbortSignal | undefined,
) => Promise<readonly Outcome[]>;

export interface SendEachOptions {
  readonly policy: RetryPolicy;
  /** Told of each event once, as soon as what became of it will not change. */
  readonly settle: (index: number, outcome: Outcome) => void;
  readonly signal?: AbortSignal | undefined;
}

interface OpenEvent {
  readonly index: number;
  readonly event: EncodedEvent;
  /** Whether an attempt ended so: a later refusal does not make it certain that it was not written. */
  readonly wasUnknown: boolean;
}

/**
 * Sends the events of one batch, and again those that may be accepted later, in their order. An attempt that has settled
 * any of them counts as progress: the retries begin anew.
 * @throws the signal's reason; those that are not settled then may have been written
 */
export async function sendEach(
  post: PostBatch,
  events: readonly EncodedEvent[],
  { policy, settle, signal }: SendEachOptions,
): Promise<void> {
  let open: OpenEvent[] = events.map((event, index) => ({ index, event, wasUnknown: false }));
  let failures = 0;
  while (open.length > 0) {
    const outcomes = await post(
      open.map(({ event }) => event),
      signal,
    );
    const again: OpenEvent[] = [];
    const failed: { index: number; outcome: Outcome }[] = [];
    let retryAfterMs: number | undefined;
    for (const [i, one] of open.entries()) {
      const outcome = known(outcomes[i], one.wasUnknown);
      if (outcome.status === 'accepted' || !mayRetry(outcome.error, true)) {
        settle(one.index, outcome);
        continue;
      }
      again.push({ ...one, wasUnknown: outcome.status === 'unknown' });
      failed.push({ index: one.index, outcome });
      retryAfterMs = longer(retryAfterMs, outcome.error.retryAfterMs);
    }
    failures = again.length < open.length ? 1 : failures + 1;
    const wait = again.length > 0 ? nextWait(policy, failures, retryAfterMs) : undefined;
    if (wait === undefined) {
      for (const { index, outcome } of failed) settle(index, outcome);
      return;
    }
    await pause(wait, signal);
    open = again;
  }
}

/** The outcome with what is known of attempts before. */
function known(outcome: Outcome | undefined, wasUnknown: boolean): Outcome {
  if (!outcome) throw new RangeError('an event of a batch has no outcome');
  if (outcome.status === 'accepted' || !wasUnknown) return outcome;
  return { status: 'unknown', error: asUnknown(outcome.error) };
}

function longer(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
