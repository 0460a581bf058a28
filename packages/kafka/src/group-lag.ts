// The lag of a group's topic, in records and in time. Pure.
import type { ReadGroupTopic } from './read-groups.ts';

export interface Lag {
  /** Of the partitions that are led. */
  readonly records: bigint;
  /** How many partitions nobody leads: how far behind they are is not known. */
  readonly offline: number;
  /** How long the oldest record has been due and is not finished, in milliseconds; 0 when none is due. */
  readonly lateMs: number;
  /** When the first record is due that is not yet, milliseconds since the epoch: of a rung. */
  readonly nextDueMs: number | undefined;
}

/** What waits on a rung is not late before its delay is over: waiting is what a rung is for. */
export function lagOf({ partitions, delayMs }: ReadGroupTopic, nowMs: number): Lag {
  const due = partitions.flatMap(({ oldestMs }) => (oldestMs === undefined ? [] : [oldestMs + delayMs]));
  const coming = due.filter((ms) => ms > nowMs);
  return {
    records: partitions.reduce((sum, { lag = 0n }) => sum + lag, 0n),
    offline: partitions.filter(({ lag }) => lag === undefined).length,
    lateMs: Math.max(0, ...due.map((ms) => nowMs - ms)),
    nextDueMs: delayMs > 0 && coming.length > 0 ? Math.min(...coming) : undefined,
  };
}
