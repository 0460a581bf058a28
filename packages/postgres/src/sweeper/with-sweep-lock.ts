import { oneAtATime, type TurnLimits } from '../one-at-a-time.ts';
import type { Pool } from '../pool.ts';

const SWEEP_LOCK = 4_867_003;
const LIMITS: TurnLimits = { longestMs: 600_000, silentMs: 30_000 };

/**
 * Does `work` unless another sweeper is at it.
 * @param limits after which the lock is lost, though the work may go on; the promise rejects then
 * @returns false when another one is
 */
export function withSweepLock(
  pool: Pool,
  work: () => Promise<void>,
  limits: TurnLimits = LIMITS,
): Promise<boolean> {
  return oneAtATime(pool, { lock: SWEEP_LOCK, ...limits }, work);
}
