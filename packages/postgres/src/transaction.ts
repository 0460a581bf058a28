import type { Pool, PoolClient } from 'pg';

/** What pg says when an answer did not come in time. The statement stays under way on its connection. */
const NO_ANSWER = 'Query read timeout';

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. A connection that broke, or on
 * which the rollback fails, is thrown away.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A client that is checked out tells of a lost connection by an event; the query that was under way, or the next one,
  // rejects as well. What is known to be broken must not go back to the pool.
  const noteBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', noteBroken);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // Behind a statement without an answer the rollback would wait as long again. Whose connection is closed is rolled
    // back.
    if (error instanceof Error && error.message === NO_ANSWER) noteBroken(error);
    else await client.query('rollback').catch(noteBroken);
    throw error;
  } finally {
    client.off('error', noteBroken);
    client.release(broken);
  }
}
