import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// Any constant: the key of the advisory lock that lets one sweeper work at a time.
const SWEEP_LOCK = 4_867_003;

/**
 * Does `work` unless another sweeper is at it. The lock belongs to a transaction, not to a session, so that it also
 * holds through a connection pooler; the work itself uses other connections and transactions.
 * @returns false when another one holds the lock
 */
export function withSweepLock(pool: Pool, work: () => Promise<void>): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_xact_lock($1) as locked',
      [SWEEP_LOCK],
    );
    if (!rows[0]?.locked) return false;
    await work();
    return true;
  });
}
