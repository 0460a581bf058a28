// How many deliveries a replay may make pending for an endpoint now. Pure.
//
// Fresh traffic comes first. How many posts an endpoint gets at once is what its owner has learned, 1 to 50, and nobody else
// knows it; one of which nothing is known gets ten. A replay has at most half of these under way, so that a fresh delivery
// finds one free. When what it made pending was not begun within a step, the endpoint gets fewer, or others wait for its
// posts: the replay takes half as many, down to one at a time, and grows again while all are begun. An endpoint whose last
// attempt failed gets one at a time too. While anything else has been due for longer than it should, and while nothing is
// posted to the endpoint at all, the replay stands aside altogether.
import type { Hold } from '@hopline/postgres/replays/job-row';
import type { Room } from '@hopline/postgres/replays/read-room';

/** The time between two steps for an endpoint, in milliseconds, and the least for a higher rate. */
export const STEP_MS = 100;
const LEAST_STEP_MS = 20;
/** While nothing can be done for an endpoint. */
const HOLD_MS = { paused: 2000, disabled: 2000, held: 500 } as const;
const BEHIND_MS = 500;
/** Half of INITIAL_CONCURRENCY (services/deliver/src/health/concurrency.ts). */
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
      readonly waitsFor: Hold | 'behind' | 'under_way';
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
  part: { readonly hold: Hold | null; readonly isFailing: boolean; readonly burst: number },
  { due, sending, pending, isBehind }: Room,
  rate: number,
): Grant {
  const wait = (waitsFor: Hold | 'behind' | 'under_way', ms: number, burst: number) =>
    ({ kind: 'wait', waitsFor, ms, burst }) as const;
  if (part.hold) return wait(part.hold, HOLD_MS[part.hold], 1);
  if (isBehind) return wait('behind', BEHIND_MS, 1);
  const most = part.isFailing ? 1 : largestBurst(rate);
  const burst = Math.min(part.burst, most);
  if (due > 0 || pending >= MAX_PENDING)
    return wait('under_way', STEP_MS, Math.max(1, Math.floor(burst / 2)));
  // All of them were begun, so there is room for twice as many. Until it is known how much, no more than these are under way.
  const next = Math.min(2 * burst, most);
  const atOnce = next < most || part.isFailing ? next : MAX_UNDER_WAY;
  if (sending >= atOnce) return wait('under_way', STEP_MS, burst);
  return { kind: 'go', most: Math.min(next, atOnce - sending), burst: next, ms: stepMs(rate) };
}
