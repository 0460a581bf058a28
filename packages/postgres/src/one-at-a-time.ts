import type { Pool } from './pool.ts';
import { inTransaction } from './transaction.ts';

export interface Turn {
  /** The key of the advisory lock: any number that nothing else uses. */
  readonly lock: number;
  /** A process that hangs loses its turn after that; Postgres's notation, such as `10min`. */
  readonly longest: string;
}

/**
 * Does `work` unless somebody else is at it, whatever the process. The lock belongs to a transaction, not to a session, so
 * that it also holds through a connection pooler; the work itself uses other connections and transactions. The
 * transaction has no snapshot while it waits, so it does not keep vacuum from anything.
 * @returns false when another one holds the lock
 */
export function oneAtATime(pool: Pool, turn: Turn, work: () => Promise<void>): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_xact_lock($1) as locked',
      [turn.lock],
    );
    if (!rows[0]?.locked) return false;
    // The transaction is idle while the work goes on elsewhere.
    await client.query(`set local idle_in_transaction_session_timeout = '${turn.longest}'`);
    await work();
    return true;
  });
}
