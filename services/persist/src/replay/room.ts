// How many deliveries a replay may make pending for an endpoint now. Pure.
//
// Fresh traffic comes first. A replay never has more under way at an endpoint than half of the posts that it may have at
// once, so that a fresh delivery finds one free. When what it made pending was not begun within a step, others wait for
// these posts: it takes half as many, down to one at a time, a tenth of what there is. While anything else has been due for
// longer than it should, it stands aside altogether.
import type { Room } from '@hopline/postgres/replays/read-room';

/** The time between two steps for an endpoint, in milliseconds, and the least for a higher rate. */
export const STEP_MS = 100;
const LEAST_STEP_MS = 20;
/** While nothing can be done for an endpoint. */
const PAUSED_MS = 2000;
const BEHIND_MS = 500;
/** Half of the ten posts that deliver has under way to an endpoint. */
export const MAX_UNDER_WAY = 5;
/**
 * So many rows of a replay may wait for their next rung: those that an endpoint refuses come again and again, and a replay
 * of a million to an endpoint that is down would become a burst of its own.
 */
export const MAX_PENDING = 1000;

export type Grant =
  | {
      readonly kind: 'go';
      readonly most: number;
      readonly burst: number;
      /** The next step comes after that. */
      readonly ms: number;
    }
  | {
      readonly kind: 'wait';
      readonly waitsFor: 'paused' | 'behind' | 'under_way';
      readonly ms: number;
      readonly burst: number;
    };

/** The most that a step makes pending for an endpoint, at this rate a second. */
export function largestBurst(rate: number): number {
  return Math.min(MAX_UNDER_WAY, Math.max(1, Math.ceil((rate * STEP_MS) / 1000)));
}

function stepMs(rate: number): number {
  return Math.min(STEP_MS, Math.max(LEAST_STEP_MS, (1000 * MAX_UNDER_WAY) / rate));
}

/** @param part `burst` is what it had at the step before, perhaps at another rate */
export function grant(
  part: { readonly paused: boolean; readonly burst: number },
  { due, sending, pending, isBehind }: Room,
  rate: number,
): Grant {
  const wait = (waitsFor: 'paused' | 'behind' | 'under_way', ms: number, burst: number) =>
    ({ kind: 'wait', waitsFor, ms, burst }) as const;
  if (part.paused) return wait('paused', PAUSED_MS, 1);
  if (isBehind) return wait('behind', BEHIND_MS, 1);
  const most = largestBurst(rate);
  const burst = Math.min(part.burst, most);
  if (due > 0 || pending >= MAX_PENDING)
    return wait('under_way', STEP_MS, Math.max(1, Math.floor(burst / 2)));
  // All of them were begun, so there is room; but one that is slow to answer gets no more than this at once.
  if (sending >= MAX_UNDER_WAY) return wait('under_way', STEP_MS, burst);
  const next = Math.min(2 * burst, most);
  return { kind: 'go', most: Math.min(next, MAX_UNDER_WAY - sending), burst: next, ms: stepMs(rate) };
}
