import { oneAtATime } from '../one-at-a-time.ts';
import type { Pool } from '../pool.ts';

const SWEEP_LOCK = 4_867_003;
const LONGEST_ROUND_MS = 600_000;

/**
 * Does `work` unless another sweeper is at it.
 * @param longestMs after this time the lock is lost, though the work may go on; the promise rejects then
 * @returns false when another one is
 */
export function withSweepLock(
  pool: Pool,
  work: () => Promise<void>,
  longestMs = LONGEST_ROUND_MS,
): Promise<boolean> {
  return oneAtATime(pool, { lock: SWEEP_LOCK, longestMs }, work);
}
