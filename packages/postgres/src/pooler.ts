// What is different behind a pooler in transaction mode, which gives a connection to Postgres for one transaction and then to
// somebody else. Nothing may be left behind on it:
// - no setting of the server. Those that a connection would be opened with, which such a pooler refuses, are set in each
//   transaction, by the statement that begins it;
// - no prepared statement. PgBouncer passes named ones on since 1.21, where its max_prepared_statements says so; here
//   statements have no name, and are planned each time.
import type { Pool } from 'pg';

const settingsOf = new WeakMap<object, string>();

type Query = (statement: unknown, ...rest: unknown[]) => unknown;

/**
 * Makes a pool keep to that.
 * @param settings of the server, for each of its transactions
 */
export function leaveNothingBehind(pool: Pool, settings: Readonly<Record<string, string>>): void {
  const statements = Object.entries(settings).map(([name, value]) => `; set local ${name} = '${value}'`);
  settingsOf.set(pool, statements.join(''));
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    const unnamed: Query = (statement, ...rest) => query(withoutName(statement), ...rest);
    client.query = unnamed as typeof client.query;
  });
}

/** What must be sent behind the `begin` of a pool's transactions: SQL, or nothing. */
export function settingsOfTransactions(pool: Pool): string {
  return settingsOf.get(pool) ?? '';
}

function withoutName(statement: unknown): unknown {
  if (typeof statement !== 'object' || statement === null || !('name' in statement)) return statement;
  return { ...statement, name: undefined };
}
