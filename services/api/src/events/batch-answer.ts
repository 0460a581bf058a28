import { ApiError, InternalError, RateLimitedError, ShedError } from '../errors.ts';
import type { AcceptedEvent } from './accept-events.ts';
import type { BatchItem } from './batch-request.ts';

/** What became of an event of a batch. */
export type BatchOutcome = AcceptedEvent | ApiError;

/**
 * What became of each event of a batch, in their order.
 * @param answers of those that were read, the first ones; the others were more than the rate limit admits
 */
export function batchOutcomes(items: readonly BatchItem[], answers: readonly BatchOutcome[]): BatchOutcome[] {
  let next = 0;
  return items.map((item) => {
    if (item instanceof ApiError) return item;
    next += 1;
    return answers[next - 1] ?? new RateLimitedError(1);
  });
}

/** The different codes of what was refused. */
export function refusalCodes(outcomes: readonly BatchOutcome[]): string[] {
  return [...new Set(outcomes.flatMap((outcome) => (outcome instanceof ApiError ? [outcome.code] : [])))];
}

/** How many events of a batch were refused. */
export function countRefused(outcomes: readonly BatchOutcome[]): number {
  return outcomes.reduce((count, outcome) => (outcome instanceof ApiError ? count + 1 : count), 0);
}

/** The JSON text of the answer to a batch of which something was accepted: an item for each event, in their order. */
export function printBatch(outcomes: readonly BatchOutcome[]): string {
  const refused = countRefused(outcomes);
  const items = outcomes.map((outcome) =>
    outcome instanceof ApiError
      ? JSON.stringify(refusedItem(outcome))
      : // No escaping: an id is a UUID.
        `{"id":"${outcome.id}","status":"accepted"}`,
  );
  return `{"accepted":${outcomes.length - refused},"refused":${refused},"items":[${items.join(',')}]}`;
}

/**
 * The problem that answers a batch of which nothing was accepted. Its status and code are those of the first refusal that
 * passes by itself, since sending the batch again is then right, or else of the first one.
 */
export function batchRefusal(refusals: readonly ApiError[]): ApiError {
  const cause = refusals.find(({ retryable }) => retryable) ?? refusals[0];
  if (!cause) throw new RangeError('a batch without events has no answer');
  // The first refuses all that comes, by the thousand, and a list would say the same of each; the other is a defect.
  if (cause instanceof ShedError || cause instanceof InternalError) return cause;
  return new ApiError(cause.code, cause.status, `none of the events was accepted: ${cause.message}`, {
    headers: cause.headers,
    retryable: cause.retryable,
    members: { accepted: 0, refused: refusals.length, items: refusals.map(refusedItem) },
    cause: cause.cause,
  });
}

function refusedItem({ code, message, pointer }: ApiError) {
  return { status: 'refused', code, detail: message, ...(pointer === undefined ? {} : { pointer }) };
}
