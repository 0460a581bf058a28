import { ConfigError, problemsOf } from '@hopline/runtime/errors';
import { type ConfigOf, setting } from '@hopline/runtime/settings';
import { connectionOf } from './connection.ts';

/** What may stand between us and Postgres. */
export const POOLERS = ['none', 'transaction'] as const;
export type Pooler = (typeof POOLERS)[number];

/** How to reach Postgres: for whoever only asks it something, such as a command. */
export const databaseSettings = {
  DATABASE_URL: setting.text({
    description: 'a postgres:// URL; with sslmode=verify-full&sslrootcert=… it is encrypted',
    default: 'postgres://hopline@localhost:5432/hopline',
    secret: true,
  }),
  DATABASE_POOLER: setting.oneOf(POOLERS, {
    description:
      'what DATABASE_URL leads to: none is Postgres itself, transaction a pooler that gives a connection for a transaction at a time, such as PgBouncer',
    default: 'none',
  }),
};

/** How to reach Postgres; every service that uses it has these settings. */
export const postgresSettings = {
  ...databaseSettings,
  POOL_SIZE: setting.integer({
    description:
      'the largest number of Postgres connections of this process, but for three more that an api has: two for ingest, one for notices',
    default: '10',
    min: 1,
    max: 500,
  }),
  MAX_CLOCK_OFFSET: setting.duration({
    description:
      'how far the clock of a process may be from that of Postgres; beyond that its log, /readyz and an alert say so, and persist and deliver are not ready',
    default: '30s',
    min: '1s',
  }),
};

/** For what a pooler cannot pass on: notices, and locks that outlive a transaction. */
export const directSettings = {
  DATABASE_LISTEN_URL: setting.optional(
    setting.text({
      description:
        'a postgres:// URL that leads to Postgres itself, for notices of revoked keys and for migrations; required with DATABASE_POOLER=transaction, else DATABASE_URL',
      secret: true,
    }),
  ),
};

/** The part of createPool's options that says where the database is. */
export interface Database {
  readonly databaseUrl: string;
  readonly pooler: Pooler;
}

/**
 * Checks the URL and the files that it names.
 * @throws {ConfigError} with every problem at once, without the URL
 */
export function databaseOf(config: ConfigOf<typeof databaseSettings>): Database {
  checkUrls({ DATABASE_URL: config.DATABASE_URL });
  return { databaseUrl: config.DATABASE_URL, pooler: config.DATABASE_POOLER };
}

/**
 * A database that no pooler stands in front of.
 * @throws {ConfigError} as databaseOf, and when no URL leads to Postgres itself
 */
export function directDatabaseOf(
  config: ConfigOf<typeof databaseSettings & typeof directSettings>,
): Database {
  const { DATABASE_LISTEN_URL: direct, DATABASE_POOLER: pooler, DATABASE_URL } = config;
  if (direct !== undefined) checkUrls({ DATABASE_LISTEN_URL: direct });
  else if (pooler !== 'none')
    throw new ConfigError([
      `DATABASE_LISTEN_URL is required with DATABASE_POOLER=${pooler}: ${directSettings.DATABASE_LISTEN_URL.description}`,
    ]);
  return { databaseUrl: direct ?? DATABASE_URL, pooler: 'none' };
}

/** @throws {ConfigError} */
export function checkUrls(urls: Readonly<Record<string, string | undefined>>): void {
  const problems = Object.entries(urls).flatMap(([name, url]) =>
    url === undefined ? [] : problemsOf(() => connectionOf(url, name)),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}
