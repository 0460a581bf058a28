import type { Unclaimed } from '@hopline/postgres/deliveries/read-unclaimed';

/** How much earlier than the database's clock a wake-up may come and still be kept in memory until it is due. */
export const EARLY_TOLERANCE_MS = 5000;

/** Until somebody who holds the row's lock, such as the sweeper, is through with it. */
const LOCKED_RETRY_MS = 250;

/** What becomes of a job whose delivery the claim did not get. */
export type Fate =
  /** Done elsewhere. */
  | { readonly kind: 'drop' }
  /** Too far from due to be kept in memory: the refill has it then. */
  | { readonly kind: 'later'; readonly dueInMs: number }
  | { readonly kind: 'paused' }
  /** Its endpoint is deleted, or its event is gone. */
  | { readonly kind: 'orphan' }
  | { readonly kind: 'postpone'; readonly delayMs: number };

/** @param found what stands in the claim's way; undefined when the row has moved on */
export function settleUnclaimed(found: Unclaimed | undefined): Fate {
  if (!found) return { kind: 'drop' };
  if (found.endpointDeleted || found.eventGone) return { kind: 'orphan' };
  if (found.endpointPaused) return { kind: 'paused' };
  if (found.dueInMs > EARLY_TOLERANCE_MS) return { kind: 'later', dueInMs: found.dueInMs };
  // The broker's clock, or ours, is a little ahead of the database's. Rounded up, so that it is not early once more.
  if (found.dueInMs > 0) return { kind: 'postpone', delayMs: Math.ceil(found.dueInMs) };
  return { kind: 'postpone', delayMs: LOCKED_RETRY_MS };
}
