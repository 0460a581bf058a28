import type { Pool, PoolClient } from 'pg';
import type { Queryable } from './pool.ts';
import { settingsOfTransactions } from './pooler.ts';

/** What pg says when an answer did not come in time. The statement stays under way on its connection. */
const NO_ANSWER = 'Query read timeout';

// `deferrable` changes nothing for a transaction that writes, and tells a statement whether it is within one: by default none
// is.
const beginning = (pool: Pool) => `begin deferrable${settingsOfTransactions(pool)}`;

/**
 * SQL that is true within a transaction of this file, and fails outside. For every statement that writes and is sent before
 * an answer was awaited: should Postgres, or a pooler in front of it, fail `begin` and nothing else, each statement behind it
 * would be a transaction of its own. The error is that of a setting that there is not, which is no fault of any row.
 */
export const IN_TRANSACTION = `
  case current_setting('transaction_deferrable') when 'on' then true
       else current_setting('hopline.not_in_a_transaction')::bool end`;

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. A connection that broke, or on
 * which the rollback fails, is thrown away.
 */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withRollback(pool, async (client) => {
    await client.query(beginning(pool));
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}

/** A transaction whose statements need not wait for each other's answers. */
export interface PipelinedTransaction extends Queryable {
  /**
   * Sends the commit behind all statements so far, whose answers must be awaited with it: if one failed, so has this.
   * @param written what those statements come to. When one of them has failed without being sent, nothing is committed
   */
  commit(written?: readonly Promise<unknown>[]): Promise<void>;
}

/**
 * Runs `work` in one transaction on a pool whose connections are pipelined, so that it takes as many round trips as `work`
 * waits for answers. `work` must commit, as the last thing that it sends. It is rolled back when `work` throws. What writes
 * before `work` has awaited an answer must have IN_TRANSACTION among its conditions.
 * @throws the error of the statement that failed first, whichever of them `work` has heard of first; else what `work` throws
 */
export function inPipelinedTransaction<T>(
  pool: Pool,
  work: (transaction: PipelinedTransaction) => Promise<T>,
): Promise<T> {
  return withRollback(pool, async (client) => {
    // The answers to all statements may come at once, and those behind one that failed fail as well, with errors that say
    // nothing of the cause: what to do about it is decided by the cause.
    let cause: unknown;
    const noteCause = (error: unknown) => {
      cause ??= error;
    };
    // If it fails, what is on its way behind it is kept from writing by IN_TRANSACTION, and nothing more is sent.
    const begun = client.query(beginning(pool));
    begun.catch(noteCause);
    let isOpen = true;
    const query = ((...given: Parameters<PoolClient['query']>) => {
      // It would be a transaction of its own.
      if (!isOpen) throw new TypeError('a statement behind the commit');
      if (cause !== undefined) return Promise.reject(cause);
      const answer: unknown = client.query(...given);
      if (answer instanceof Promise) answer.catch(noteCause);
      return answer;
    }) as PoolClient['query'];
    const commit = async (written: readonly Promise<unknown>[] = []) => {
      isOpen = false;
      // Of a statement whose parameters could not be made Postgres knows nothing: it would commit the others. That has
      // failed by the time that all which was begun has run.
      let isUnsent = false;
      for (const one of written) {
        one.catch(() => {
          isUnsent = true;
        });
      }
      await new Promise<void>((resolve) => process.nextTick(resolve));
      if (isUnsent) throw new Error('a statement of the transaction was not sent');
      const { command } = await client.query('commit');
      // Outside of a transaction a commit succeeds.
      await begun;
      // So Postgres answers when a statement before it has failed.
      if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
    };
    const result = await work({ query, commit }).catch((error: unknown) => {
      throw cause ?? error;
    });
    if (cause !== undefined) throw cause;
    if (isOpen) throw new TypeError('a transaction that was not committed');
    return result;
  });
}

/**
 * Runs one statement as a transaction, so that what is set for the pool's transactions holds for it, on a pool whose
 * connections are pipelined: it takes one round trip.
 * @param statement what `query` takes, without a callback
 */
export function queryInTransaction(pool: Pool, statement: readonly unknown[]): Promise<unknown> {
  return withRollback(pool, async (client) => {
    const query = client.query.bind(client) as (...given: readonly unknown[]) => Promise<{ command: string }>;
    const answers = [query(beginning(pool)), query(...statement), query('commit')];
    await Promise.allSettled(answers);
    const [, answer, ended] = await Promise.all(answers);
    // So Postgres answers when a statement before it has failed, which would have been thrown.
    if (ended?.command !== 'COMMIT') throw new Error(`the transaction ended with ${ended?.command}`);
    return answer;
  });
}

async function withRollback<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A client that is checked out tells of a lost connection by an event; the query that was under way, or the next one,
  // rejects as well. What is known to be broken must not go back to the pool.
  const noteBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', noteBroken);
  try {
    return await work(client);
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
