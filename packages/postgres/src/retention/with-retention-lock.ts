import { oneAtATime } from '../one-at-a-time.ts';
import type { Pool } from '../pool.ts';

const RETENTION = { lock: 4_867_004, longestMs: 20 * 60_000, silentMs: 30_000 };

/**
 * Does `work` unless another process cares for the retention at the moment.
 * @returns false when another one does
 */
export function withRetentionLock(pool: Pool, work: () => Promise<void>): Promise<boolean> {
  return oneAtATime(pool, RETENTION, work);
}
