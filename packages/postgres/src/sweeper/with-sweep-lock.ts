import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// Any constant: the key of the advisory lock that lets one sweeper work at a time.
const SWEEP_LOCK = 4_867_003;

// The transaction is idle while the work goes on elsewhere. When the process hangs, another one may sweep after that.
const LONGEST_ROUND = '10min';

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
    await client.query(`set local idle_in_transaction_session_timeout = '${LONGEST_ROUND}'`);
    await work();
    return true;
  });
}
