// Which organizations fill a partition. Pure.
import type { Recent } from './recent-counts.ts';

/** What is lighter than this share of a partition's records is never refused: it would change nothing. */
const LEAST_SHARE = 0.01;
/** The most that is to be cut off at a time: what is left may already be little enough. */
const MOST_EXCESS = 0.25;

/**
 * The organizations that put most into a partition.
 *
 * Max-min fairness: there is one level such that the inflow would be small enough if everyone above it had stayed at
 * it. Those above the level are too heavy, and so are those above half of it: of two that are about equally heavy,
 * both go or none. So one heavy organization among many light ones goes alone; several heavy ones go together; and
 * when all are equal, all go, since each has as good a right as the others.
 *
 * @param recent what came in the last minute
 * @param excess which part of it is too much, 0 to 1
 */
export function heaviest({ total, counts }: Recent, excess: number): string[] {
  const ordered = [...counts].sort(([, a], [, b]) => b - a);
  const level = levelOf(
    ordered.map(([, count]) => count),
    Math.min(excess, MOST_EXCESS) * total,
  );
  const least = Math.max(level / 2, total * LEAST_SHARE);
  return ordered.filter(([, count]) => count > least).map(([organizationId]) => organizationId);
}

/** The level above which the counts, which come in descending order, stand out by `surplus` in all; 0 if they cannot. */
function levelOf(descending: readonly number[], surplus: number): number {
  let sum = 0;
  let level = 0;
  for (const [i, count] of descending.entries()) {
    // The level is among those before this one.
    if (i > 0 && level >= count) break;
    sum += count;
    level = (sum - surplus) / (i + 1);
  }
  return Math.max(level, 0);
}
