import type { Pool } from './pool.ts';
import { signsOfLife } from './signs-of-life.ts';
import { inTransaction } from './transaction.ts';

export interface TurnLimits {
  /** Work that lasts longer loses its turn soon after, in milliseconds. */
  readonly longestMs: number;
  /** A process that hangs, or vanishes with its machine, loses its turn after that, in milliseconds. */
  readonly silentMs: number;
}

export interface Turn extends TurnLimits {
  /** The key of the advisory lock: any number that nothing else uses. */
  readonly lock: number;
}

// The transaction is idle while the work goes on elsewhere. The time-out is set in any case: without the lock the
// transaction is over at once.
const LOCK = `
  select pg_try_advisory_xact_lock($1) as locked, set_config('idle_in_transaction_session_timeout', $2, true)`;

/**
 * Does `work` unless somebody else is at it, whatever the process. The lock belongs to a transaction, not to a session, so
 * that it also holds through a connection pooler; the work itself uses other connections and transactions. The
 * transaction has no snapshot while it waits, so it does not keep vacuum from anything. When the turn has lasted too long
 * the lock is lost, though the work may go on, and the promise rejects.
 * @returns false when another one holds the lock
 */
export function oneAtATime(pool: Pool, turn: Turn, work: () => Promise<void>): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const values = [turn.lock, String(turn.silentMs)];
    const { rows } = await client.query<{ locked: boolean }>({ name: 'take-turn', text: LOCK, values });
    if (!rows[0]?.locked) return false;
    // What becomes of a sign of life the commit tells as well.
    const signs = signsOfLife(() => client.query('select'), {
      everyMs: turn.silentMs / 3,
      longestMs: turn.longestMs,
    });
    try {
      await work();
    } finally {
      await signs.end();
    }
    return true;
  });
}
