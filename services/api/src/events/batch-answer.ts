import { ApiError, InternalError, ShedError } from '../errors.ts';
import type { AcceptedEvent } from './accept-events.ts';
import type { BatchItem } from './batch-request.ts';
import type { PostedEvent } from './posted-event.ts';

/** What became of an event of a batch. */
export type BatchOutcome = AcceptedEvent | ApiError;

/** A batch of which some is refused before anything is accepted. */
export interface SplitBatch {
  /** To be accepted. */
  readonly posted: readonly PostedEvent[];
  /** For each item why it is refused; undefined in the places of those that are posted. */
  readonly refusals: readonly (ApiError | undefined)[];
}

/**
 * Tells what may be accepted from what is refused.
 * @param admitted how many items the rate limit admits: the first ones
 * @param refusal of the others; what is wrong with one of those in itself is told instead, as it will not pass
 */
export function splitBatch(
  items: readonly BatchItem[],
  admitted: number,
  refusal: ApiError | undefined,
): SplitBatch {
  const posted: PostedEvent[] = [];
  const refusals = items.map((item, i) => {
    if (item instanceof ApiError) return item;
    if (i >= admitted) return refusal;
    posted.push(item);
    return undefined;
  });
  return { posted, refusals };
}

/**
 * What became of each item of a batch, in their order.
 * @param answers of those that were posted
 */
export function batchOutcomes(
  refusals: SplitBatch['refusals'],
  answers: readonly BatchOutcome[],
): BatchOutcome[] {
  let next = 0;
  return refusals.map((refusal) => {
    const outcome = refusal ?? answers[next++];
    if (!outcome) throw new RangeError('a posted event has no answer');
    return outcome;
  });
}

/** The errors among the outcomes, in their order. */
export function errorsOf(outcomes: readonly BatchOutcome[]): ApiError[] {
  return outcomes.filter((outcome) => outcome instanceof ApiError);
}

/** Whether an event with this answer may have been written all the same (G1), as any 5xx says of a single one. */
function isUnknown({ status }: ApiError): boolean {
  return status >= 500;
}

/** How many items there are of each status. */
export interface BatchCounts {
  readonly accepted: number;
  /** Certainly not written. */
  readonly refused: number;
  /** Perhaps written. */
  readonly unknown: number;
}

/** How many events of a batch were accepted, refused, and neither for certain. */
export function countOutcomes(outcomes: readonly BatchOutcome[]): BatchCounts {
  const errors = errorsOf(outcomes);
  const unknown = errors.filter(isUnknown).length;
  return { accepted: outcomes.length - errors.length, refused: errors.length - unknown, unknown };
}

/** The JSON text of the answer to a batch of which something was accepted: an item for each event, in their order. */
export function printBatch(outcomes: readonly BatchOutcome[]): string {
  const { accepted, refused, unknown } = countOutcomes(outcomes);
  const items = outcomes.map((outcome) =>
    outcome instanceof ApiError
      ? JSON.stringify(errorItem(outcome))
      : // No escaping: an id is a UUID.
        `{"id":"${outcome.id}","status":"accepted"}`,
  );
  return `{"accepted":${accepted},"refused":${refused},"unknown":${unknown},"items":[${items.join(',')}]}`;
}

/**
 * The problem that answers a batch of which nothing was acknowledged. While of one event it is unknown whether it was
 * written, the problem says the same of the batch; else its status and code are those of the first refusal that passes by
 * itself, since sending the batch again is then right, or else of the first one.
 */
export function batchRefusal(errors: readonly ApiError[]): ApiError {
  const cause =
    errors.find((error) => isUnknown(error) && error.retryable) ??
    errors.find(isUnknown) ??
    errors.find(({ retryable }) => retryable) ??
    errors[0];
  if (!cause) throw new RangeError('a batch without events has no answer');
  // The first refuses all that comes, by the thousand, and a list would say the same of each; the other is a defect.
  if (cause instanceof ShedError || cause instanceof InternalError) return cause;
  return new ApiError(cause.code, cause.status, `no event was acknowledged: ${cause.message}`, {
    headers: cause.headers,
    retryable: cause.retryable,
    members: { ...countOutcomes(errors), items: errors.map(errorItem) },
    cause: cause.cause,
  });
}

function errorItem(error: ApiError) {
  const { code, message, pointer } = error;
  const status = isUnknown(error) ? 'unknown' : 'refused';
  return { status, code, detail: message, ...(pointer === undefined ? {} : { pointer }) };
}
