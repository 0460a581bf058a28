// A database of its own for each test file: a clone of the migrated template, dropped afterwards.
import { randomBytes } from 'node:crypto';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool, type Pool } from '@hopline/postgres/pool';
import pg from 'pg';
import type { Cleanup } from './cleanup.ts';
import { until } from './until.ts';

const OBJECT_IN_USE = '55006';

/** The database that setup.ts migrates once and that every test's database is cloned from. */
export const TEMPLATE_DATABASE = 'hopline_template';

export interface TestDatabase {
  readonly url: string;
  /** A pool for the test's own look at the tables. */
  readonly pool: Pool;
}

/** Runs one statement as the server's administrator, on the `postgres` database. */
export async function administer(
  statement: string,
  adminUrl = requiredEnv('TEST_DATABASE_ADMIN_URL'),
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes the template on a server. Needed once, before the first clone. */
export async function makeTemplate(adminUrl: string): Promise<void> {
  await administer(`create database ${TEMPLATE_DATABASE}`, adminUrl);
  const url = new URL(adminUrl);
  url.pathname = `/${TEMPLATE_DATABASE}`;
  await migrateDatabase(url.href);
}

/** Clones the template; the clone is dropped when the test (or the suite that `t` belongs to) ends. */
export async function createDatabase(t: Cleanup): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // file_copy: a third quicker than the default for a small template.
  await administer(`create database ${name} template ${TEMPLATE_DATABASE} strategy file_copy`);
  const url = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL'));
  url.pathname = `/${name}`;
  const pool = createPool({
    databaseUrl: url.href,
    size: 4,
    applicationName: 'hopline-test',
    onIdleError: () => {},
  });
  // A service gives up soon; on a busy machine a test would have nothing from that.
  pool.options.connectionTimeoutMillis = 60_000;
  t.after(async () => {
    await pool.end();
    await until('the database is dropped', () => drop(name));
  });
  return { url: url.href, pool };
}

/** False when one that was told to end is not gone after the five seconds that Postgres waits for it. */
async function drop(name: string): Promise<boolean> {
  try {
    await administer(`drop database if exists ${name} with (force)`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === OBJECT_IN_USE) return false;
    throw error;
  }
}

export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through \`npm test -- <file>\``);
  return value;
}
