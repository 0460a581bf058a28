import { fileURLToPath } from 'node:url';
import { backoffDelay } from '@hopline/runtime/backoff';
import { sleep } from '@hopline/runtime/wait';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { connectionOf } from './connection.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

// Any constant: the key of the advisory lock that lets one migration run at a time.
const MIGRATION_LOCK = 4_867_001;

/**
 * A statement that waits for a table's lock has everybody wait who comes after it, and two that wait for each other's have
 * a deadlock. So a migration of a database that is in use gives up soon, is taken back as a whole, and tried again. Shorter
 * than Postgres' deadlock_timeout (1 s): it is not the transaction of a service that is ended.
 */
const LOCK_TIMEOUT = '500ms';
const LOCKED = { initialMs: 100, maxMs: 2000 };
const LOCKED_PATIENCE_MS = 60_000;
/** lock_not_available and deadlock_detected. */
const LOCKED_CODES = new Set(['55P03', '40P01']);

/**
 * Brings the database to the newest schema. Safe to run at the same time from several places, and again, and while
 * services work on it: it waits for up to a minute until it gets the locks of their tables.
 * @param databaseUrl leads to Postgres itself: the lock outlives a transaction
 * @throws when a migration fails; then the database is as it was
 */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ ...connectionOf(databaseUrl), application_name: 'hopline-migrate' });
  // A connection that breaks while nothing is asked is told as an event, and one that nobody hears ends the process. The next
  // statement rejects.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`set lock_timeout = '${LOCK_TIMEOUT}'`);
    await retryLocked(() =>
      migrate(drizzle(client), {
        migrationsFolder: folder,
        migrationsSchema: 'public',
        migrationsTable: 'migrations',
      }),
    );
  } finally {
    await client.end();
  }
}

async function retryLocked(step: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + LOCKED_PATIENCE_MS;
  for (let failures = 1; ; failures += 1) {
    try {
      return await step();
    } catch (error) {
      if (!isLocked(error) || performance.now() > giveUpAt) throw error;
      await sleep(backoffDelay(LOCKED, failures));
    }
  }
}

/** Looks through the errors that wrap others (drizzle's). */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && LOCKED_CODES.has(code)) || isLocked(error.cause);
}
