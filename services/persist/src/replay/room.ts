// How many deliveries a replay may make pending for an endpoint now. Pure.
//
// Fresh traffic comes first. A replay leaves few rows due at a time: begun with one, twice as many whenever the endpoint has
// got through all of them within a step, half as many whenever it has not. So an endpoint that is quick is kept going, and
// of one that is slow a replay takes one of its posts at a time, a tenth of what it has. While anything else has been
// due for longer than it should, the replay stands aside altogether.
import type { Room } from '@hopline/postgres/replays/read-room';

/** The time between two steps for an endpoint, in milliseconds. */
export const STEP_MS = 100;
/** While nothing can be done for an endpoint. */
const PAUSED_MS = 2000;
const BEHIND_MS = 500;
/**
 * So many rows of a replay may wait for their next rung: those that an endpoint refuses come again and again, and a replay
 * of a million to an endpoint that is down would become a burst of its own.
 */
export const MAX_PENDING = 1000;

export type Grant =
  | { readonly kind: 'go'; readonly most: number; readonly burst: number }
  | {
      readonly kind: 'wait';
      readonly waitsFor: 'paused' | 'behind' | 'under_way';
      readonly ms: number;
      readonly burst: number;
    };

/** The most that may be under way for an endpoint, at this rate a second. */
export function largestBurst(rate: number): number {
  return Math.max(1, Math.ceil((rate * STEP_MS) / 1000));
}

/** @param part `burst` is what it had at the step before, perhaps at another rate */
export function grant(
  part: { readonly paused: boolean; readonly burst: number },
  { underWay, pending, isBehind }: Room,
  rate: number,
): Grant {
  const { paused } = part;
  const burst = Math.min(part.burst, largestBurst(rate));
  if (paused) return { kind: 'wait', waitsFor: 'paused', ms: PAUSED_MS, burst: 1 };
  if (isBehind) return { kind: 'wait', waitsFor: 'behind', ms: BEHIND_MS, burst: 1 };
  const half = Math.max(1, Math.floor(burst / 2));
  if (underWay >= burst || pending >= MAX_PENDING)
    return { kind: 'wait', waitsFor: 'under_way', ms: STEP_MS, burst: half };
  if (underWay > 0) return { kind: 'go', most: burst - underWay, burst };
  const next = Math.min(2 * burst, largestBurst(rate));
  return { kind: 'go', most: next, burst: next };
}
