import { oneAtATime } from '../one-at-a-time.ts';
import type { Pool } from '../pool.ts';

const REPLAYS = { lock: 4_867_005, longestMs: 120_000, silentMs: 30_000 };

/**
 * Does `work` unless another process works off replays at the moment.
 * @returns false when another one does
 */
export function withReplayLock(pool: Pool, work: () => Promise<void>): Promise<boolean> {
  return oneAtATime(pool, REPLAYS, work);
}
