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
  /** Nothing is posted to its endpoint for so long. */
  | { readonly kind: 'held'; readonly forMs: number }
  /** Its endpoint is deleted or disabled, or its event is gone. */
  | { readonly kind: 'orphan' }
  /** Others of its key have to be over first, for all that is known; or it was not claimed as one of an order must be. */
  | { readonly kind: 'in_order' }
  | { readonly kind: 'postpone'; readonly delayMs: number };

/** @param found what stands in the claim's way; undefined when the row has moved on */
export function settleUnclaimed(found: Unclaimed | undefined): Fate {
  if (!found) return { kind: 'drop' };
  if (found.endpointDeleted || found.endpointDisabled || found.eventGone) return { kind: 'orphan' };
  if (found.endpointPaused) return { kind: 'paused' };
  if (found.heldForMs !== null && found.heldForMs > 0) return { kind: 'held', forMs: found.heldForMs };
  if (found.dueInMs > EARLY_TOLERANCE_MS) return { kind: 'later', dueInMs: found.dueInMs };
  // The broker's clock, or ours, is a little ahead of the database's. Rounded up, so that it is not early once more.
  if (found.dueInMs > 0) return { kind: 'postpone', delayMs: Math.ceil(found.dueInMs) };
  if (found.inOrder) return { kind: 'in_order' };
  return { kind: 'postpone', delayMs: LOCKED_RETRY_MS };
}
