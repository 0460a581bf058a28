import { HoplineError, notSent } from '../errors.ts';
import type { RetryPolicy } from '../retry/next-wait.ts';
import { countFitting } from './batch-body.ts';
import type { Outcome } from './batch-outcomes.ts';
import { endsAll } from './ends-all.ts';
import { type EncodedEvent, type EventInput, encodeEvent } from './event.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from './limits.ts';
import { type PostBatch, sendEach } from './send-each.ts';

/** What became of one event: its outcome, and the dedup_id under which it was sent. */
export type BatchItem = Outcome & { readonly dedupId: string | undefined };

export interface BatchResult {
  /** One for each event, in their order. */
  readonly items: readonly BatchItem[];
  readonly accepted: number;
  /** Certainly not written. */
  readonly refused: number;
  /** Perhaps written: send them again with the same dedup_id. */
  readonly unknown: number;
}

const LIMITS = { events: MAX_BATCH_EVENTS, bytes: MAX_BATCH_BYTES };

/**
 * Sends any number of events, in as many requests as it takes, one after the other. After one that ended in a way that they
 * all would, no more are sent: their events are refused with its error.
 * @throws the signal's reason, and JSON.stringify's TypeError before anything is sent
 */
export async function sendBatch(
  post: PostBatch,
  events: readonly EventInput[],
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<BatchResult> {
  const outcomes = new Array<Outcome | undefined>(events.length);
  const dedupIds: (string | undefined)[] = [];
  const encoded: { index: number; event: EncodedEvent }[] = [];
  for (const [index, input] of events.entries()) {
    const event = encodeOrRefuse(input);
    if (event instanceof HoplineError) outcomes[index] = { status: 'refused', error: event };
    else encoded.push({ index, event });
    dedupIds.push(event instanceof HoplineError ? input.dedupId : event.dedupId);
  }
  for (let start = 0; start < encoded.length; ) {
    const rest = encoded.slice(start, start + LIMITS.events).map(({ event }) => event);
    const count = countFitting(rest, LIMITS);
    const first = start;
    const settle = (i: number, outcome: Outcome) => {
      const place = encoded[first + i]?.index;
      if (place !== undefined) outcomes[place] = outcome;
    };
    await sendEach(post, rest.slice(0, count), { policy, settle, signal });
    start += count;
    const over = endsAll(encoded.slice(first, start).map(({ index }) => outcomes[index]));
    if (over === undefined) continue;
    const error = notSent(over);
    for (const { index } of encoded.slice(start)) outcomes[index] = { status: 'refused', error };
    break;
  }
  return resultOf(outcomes, dedupIds);
}

function encodeOrRefuse(input: EventInput): EncodedEvent | HoplineError {
  try {
    return encodeEvent(input);
  } catch (error) {
    if (error instanceof HoplineError) return error;
    throw error;
  }
}

function resultOf(
  outcomes: readonly (Outcome | undefined)[],
  dedupIds: readonly (string | undefined)[],
): BatchResult {
  const items = outcomes.map((outcome, i): BatchItem => {
    if (!outcome) throw new RangeError('an event of a batch has no outcome');
    return { ...outcome, dedupId: dedupIds[i] };
  });
  const count = (status: Outcome['status']) => items.filter((item) => item.status === status).length;
  return { items, accepted: count('accepted'), refused: count('refused'), unknown: count('unknown') };
}
