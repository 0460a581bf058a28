import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { connectionOf } from './connection.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

// Any constant: the key of the advisory lock that lets one migration run at a time.
const MIGRATION_LOCK = 4_867_001;

/**
 * Brings the database to the newest schema. Safe to run at the same time from several places, and again.
 * @param databaseUrl leads to Postgres itself: the lock outlives a transaction
 * @throws when a migration fails; what came before it stays
 */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ ...connectionOf(databaseUrl), application_name: 'hopline-migrate' });
  // A connection that breaks while nothing is asked is told as an event, and one that nobody hears ends the process. The next
  // statement rejects.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), {
      migrationsFolder: folder,
      migrationsSchema: 'public',
      migrationsTable: 'migrations',
    });
  } finally {
    await client.end();
  }
}
