// What the answer to a batch says of each of its events.
import { isPassing } from '../error-codes.ts';
import { HoplineError } from '../errors.ts';
import { unreadableAnswer } from '../http/answer-error.ts';

/** What became of an event: `unknown` may have been written, `refused` was not. */
export type Outcome =
  | { readonly status: 'accepted'; readonly id: string }
  | { readonly status: 'refused' | 'unknown'; readonly error: HoplineError };

/** What a 2xx says of so many events. A body that says something else leaves all of them unknown. */
export function outcomesOfAnswer(answer: unknown, count: number): Outcome[] {
  return itemsOf(answer, count, {}) ?? sameForAll(unreadableAnswer(202), count);
}

/** What an error says: of each event by itself, or the same of all. */
export function outcomesOfError(error: HoplineError, count: number): Outcome[] {
  const { traceId, retryAfterMs } = error;
  return itemsOf(error.problem, count, { traceId, retryAfterMs }) ?? sameForAll(error, count);
}

function sameForAll(error: HoplineError, count: number): Outcome[] {
  const outcome: Outcome = { status: error.isUnknown ? 'unknown' : 'refused', error };
  return new Array<Outcome>(count).fill(outcome);
}

interface Item {
  readonly status?: unknown;
  readonly id?: unknown;
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly pointer?: unknown;
}

type OfAll = Pick<HoplineError, 'traceId' | 'retryAfterMs'> | Record<string, never>;

/** Undefined when there is not one item for each event. */
function itemsOf(answer: unknown, count: number, ofAll: OfAll): Outcome[] | undefined {
  const items = (answer as { items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items) || items.length !== count) return undefined;
  return items.map((item: Item) => outcomeOf(item, ofAll));
}

function outcomeOf({ status, id, code, detail, pointer }: Item, ofAll: OfAll): Outcome {
  if (status === 'accepted' && typeof id === 'string') return { status, id };
  if (typeof code !== 'string') return { status: 'unknown', error: unreadableAnswer(202) };
  const isUnknown = status !== 'refused';
  const error = new HoplineError({
    ...ofAll,
    code,
    detail: String(detail),
    pointer: typeof pointer === 'string' ? pointer : undefined,
    isUnknown,
    isRetryable: isUnknown || isPassing(code),
  });
  return { status: isUnknown ? 'unknown' : 'refused', error };
}
