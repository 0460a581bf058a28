import { oneAtATime } from '../one-at-a-time.ts';
import type { Pool } from '../pool.ts';

const SWEEP = { lock: 4_867_003, longest: '10min' };

/**
 * Does `work` unless another sweeper is at it.
 * @returns false when another one is
 */
export function withSweepLock(pool: Pool, work: () => Promise<void>): Promise<boolean> {
  return oneAtATime(pool, SWEEP, work);
}
