// Which organizations fill a partition. Pure.
import type { Recent } from './recent-counts.ts';

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
 * Each instance sees its own part of the inflow alone. When each cuts the same part of what it sees, that part of the
 * whole is cut; `least` keeps it from cutting those who are heavy only beside the few others that it sees.
 *
 * @param recent what came in the last minute
 * @param excess which part of it is too much, 0 to 1
 * @param least who put in no more records than this is never too heavy
 */
export function heaviest({ total, counts }: Recent, excess: number, least: number): string[] {
  const ordered = [...counts].sort(([, a], [, b]) => b - a);
  const level = levelOf(
    ordered.map(([, count]) => count),
    Math.min(excess, MOST_EXCESS) * total,
  );
  const bound = Math.max(level / 2, least);
  return ordered.filter(([, count]) => count > bound).map(([organizationId]) => organizationId);
}

/**
 * The organizations that make up a crowd in which nobody stands out: those above the mean, and those above half of it,
 * for equals differ by chance.
 *
 * @param least who put in no more records than this stays
 */
export function crowd({ counts }: Recent, least: number): string[] {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  const bound = Math.max(sum / counts.size / 2, least);
  return [...counts].filter(([, count]) => count > bound).map(([organizationId]) => organizationId);
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
