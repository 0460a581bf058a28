import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

// Any constant: the key of the advisory lock that lets one sweeper work at a time.
const SWEEP_LOCK = 4_867_003;

// The transaction is idle while the work goes on elsewhere. When the process hangs, or vanishes with its machine, Postgres
// ends the transaction after that, and another one may sweep.
const LONGEST_ROUND_MS = 600_000;

// The time-out is set in any case: without the lock the transaction is over at once.
const LOCK = `
  select pg_try_advisory_xact_lock($1) as locked, set_config('idle_in_transaction_session_timeout', $2, true)`;

/**
 * Does `work` unless another sweeper is at it. The lock belongs to a transaction, not to a session, so that it also
 * holds through a connection pooler; the work itself uses other connections and transactions.
 * @param longestRoundMs after this time the lock is lost, though the work may go on; the promise rejects then
 * @returns false when another one holds the lock
 */
export function withSweepLock(
  pool: Pool,
  work: () => Promise<void>,
  longestRoundMs = LONGEST_ROUND_MS,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const values = [SWEEP_LOCK, String(longestRoundMs)];
    const { rows } = await client.query<{ locked: boolean }>({ name: 'take-sweep-lock', text: LOCK, values });
    if (!rows[0]?.locked) return false;
    await work();
    return true;
  });
}
