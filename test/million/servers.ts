// A Postgres of its own, whose statements that take long are explained in its log.
import { type Postgres, startPostgres } from '@hopline/dev/embedded-postgres';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool } from '@hopline/postgres/pool';
import type { Cleanup } from '../support/cleanup.ts';
import type { TestDatabase } from '../support/database.ts';

export interface OwnDatabase extends TestDatabase {
  readonly postgres: Postgres;
}

/** As many milliseconds as a statement may take without being explained. */
const SLOW_MS = 100;

/**
 * A migrated database with Postgres's own settings, autovacuum among them; ended with `t`.
 * @param explainTo a file that the plans of slow statements are written to, with the rest of Postgres's log
 */
export async function startOwnDatabase(t: Cleanup, explainTo: string | undefined): Promise<OwnDatabase> {
  const explain = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': String(SLOW_MS),
  };
  const postgres = await startPostgres({
    durable: false,
    // Seeding writes more than the default keeps.
    settings: { max_wal_size: '8GB', ...(explainTo === undefined ? {} : explain) },
    logFile: explainTo,
  });
  t.after(() => postgres.close());
  await migrateDatabase(postgres.url);
  const pool = createPool({
    databaseUrl: postgres.url,
    ...{ size: 4, applicationName: 'hopline-million', statementTimeoutMs: 600_000 },
    onIdleError: () => {},
  });
  t.after(() => pool.end());
  return { url: postgres.url, pool, postgres };
}
