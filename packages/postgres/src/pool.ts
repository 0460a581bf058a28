import pg from 'pg';
import { connectionOf } from './connection.ts';
import { leaveNothingBehind } from './pooler.ts';
import type { Pooler } from './settings.ts';
import { type OnOperation, timeOperations } from './time-operations.ts';
import { queryInTransaction } from './transaction.ts';

export type { Pool, PoolClient } from 'pg';

/** What runs a statement: a pool, or a client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

export interface PoolOptions {
  readonly databaseUrl: string;
  /** What the URL leads to. Default `none`: Postgres itself. */
  readonly pooler?: Pooler;
  readonly size: number;
  /** Stands in pg_stat_activity. */
  readonly applicationName: string;
  /** The longest time of one statement, in milliseconds, enforced by the server. Default 30000. */
  readonly statementTimeoutMs?: number;
  /** How long a transaction may wait for its next statement before the server ends it, in milliseconds. Default 60000. */
  readonly idleInTransactionMs?: number;
  /** Statements of one connection are sent without waiting for the answers to those before: for inPipelinedTransaction. */
  readonly pipelined?: boolean;
  /** Settings of the server that hold for these connections, such as those that bind its planner. */
  readonly serverSettings?: Readonly<Record<string, string>>;
  /** Told of connections that broke while idle. The pool replaces them by itself. */
  readonly onIdleError: (error: Error) => void;
  /** Told how long each statement took. */
  readonly onOperation?: OnOperation;
}

/** What an answer may take beyond the statement itself. */
const NETWORK_MS = 5000;

const BIGINT = 20;
const DATE = 1082;

// Offsets do not fit a double and a day must not become a moment in the local time zone.
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === BIGINT) return BigInt;
    if (format !== 'binary' && oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/**
 * A pool of connections. bigint arrives as BigInt, date as `YYYY-MM-DD`, timestamptz as Date.
 * @throws {ConfigError} when what the URL says of TLS cannot be done
 */
export function createPool(options: PoolOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const isPooled = options.pooler === 'transaction';
  const limits = {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 60_000,
  };
  const pool = new pg.Pool({
    ...connectionOf(options.databaseUrl),
    max: options.size,
    application_name: options.applicationName,
    // A server that is gone must be noticed, not waited for.
    connectionTimeoutMillis: 5000,
    // Behind a network that swallows everything no server enforces anything, and TCP itself gives up after 15 minutes.
    query_timeout: statementTimeoutMs + NETWORK_MS,
    keepAlive: true,
    pipeline: isPooled || (options.pipelined ?? false),
    ...(isPooled ? {} : limits),
    ...(options.serverSettings && !isPooled ? { options: commandLine(options.serverSettings) } : {}),
    types,
  });
  pool.on('error', options.onIdleError);
  // The pool stops listening when it hands a client over, and its promise is fulfilled a moment later. What breaks the
  // connection in between would be an event that nobody hears, which ends the process; whatever is asked next rejects.
  pool.on('connect', (client) => client.on('error', () => {}));
  if (isPooled) {
    const settings = Object.entries({ ...limits, ...options.serverSettings });
    leaveNothingBehind(pool, Object.fromEntries(settings.map(([name, value]) => [name, String(value)])));
    pool.query = ((...statement: unknown[]) => queryInTransaction(pool, statement)) as typeof pool.query;
  }
  if (options.onOperation) timeOperations(pool, options.onOperation);
  return pool;
}

/** As `postgres -c name=value` has them. */
function commandLine(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}
