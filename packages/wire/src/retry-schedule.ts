// The delays between attempts that an endpoint has of its own, instead of the ladder's. Each is one that the ladder has a
// topic for.
import { parseDuration } from '@hopline/runtime/duration';
import type { Ladder } from './ladder.ts';

/** The longest time from the first attempt to the last. */
export const MAX_SCHEDULE_MS = 3 * 24 * 60 * 60 * 1000;
/** The most retries. */
export const MAX_RETRIES = 100;

/**
 * Says what is wrong with a schedule, in words that may follow `must`; undefined when nothing is.
 * @param names as the ladder's rungs are named, such as `5s`; a rung may stand several times, the last one for days
 */
export function checkSchedule(ladder: Ladder, names: readonly string[]): string | undefined {
  if (names.length > MAX_RETRIES) return `have at most ${MAX_RETRIES} delays`;
  let before = 0;
  let sum = 0;
  for (const name of names) {
    const rung = ladder.rungs.find((one) => one.name === name);
    if (!rung) return `have no other delays than ${ladder.rungs.map((one) => one.name).join(', ')}`;
    if (rung.delayMs < before) return `not become shorter: ${name} stands behind a longer delay`;
    before = rung.delayMs;
    sum += rung.delayMs;
  }
  return sum > MAX_SCHEDULE_MS ? 'be at most 3 days long in all' : undefined;
}

/**
 * The schedule of an endpoint.
 * @param names as stored; null for the ladder itself. A delay that the ladder no longer has waits in the first rung that
 *   is as long, or as a row
 */
export function scheduleOf(ladder: Ladder, names: readonly string[] | null): Ladder {
  if (names === null) return ladder;
  return { steps: names.map((name) => ({ name, delayMs: parseDuration(name) })), rungs: ladder.rungs };
}

/** How long all delays of a schedule are together, in milliseconds. */
export function lengthOf({ steps }: Ladder): number {
  return steps.reduce((sum, { delayMs }) => sum + delayMs, 0);
}
