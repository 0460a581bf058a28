// Retention is never urgent, and what it meets in the way always is: its statements give way.
import type { Pool, PoolClient } from '../pool.ts';
import { inTransaction } from '../transaction.ts';

/** How long a statement may wait for a lock. Whoever comes after it and wants the same waits no longer than that. */
export const LOCK_TIMEOUT_MS = 200;
/** How long a statement may take: with what it takes to end it, less than a second. */
export const STATEMENT_TIMEOUT_MS = 800;

// `set local`, for a setting of the session would stay with the connection that a pooler gives to others.
const LIMITS = `set local lock_timeout = ${LOCK_TIMEOUT_MS}; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`;

// lock_not_available, query_canceled, deadlock_detected
const GAVE_WAY = new Set(['55P03', '57014', '40P01']);

/**
 * A transaction whose statements are short, or are given up.
 * @returns what `work` gives, or undefined when a statement waited or took too long: then nothing was done
 */
export async function shortTransaction<T extends NonNullable<unknown>>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(LIMITS);
      return await work(client);
    });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && GAVE_WAY.has(code)) return undefined;
    throw error;
  }
}
