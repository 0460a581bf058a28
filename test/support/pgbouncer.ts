// A real PgBouncer in transaction mode: whatever the machine has, else Debian's package.
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DevError } from '@hopline/dev/dev-error';
import { explainExit } from '@hopline/dev/explain-exit';
import { freePort } from '@hopline/dev/ports';
import { ServerProcess } from '@hopline/dev/server-process';
import pg from 'pg';
import type { Cleanup } from './cleanup.ts';
import { fetchDebianPackage, packageDirectory, succeeds } from './debian-package.ts';
import { until } from './until.ts';

const WHAT_TO_DO =
  'Install PgBouncer (Debian, Ubuntu: apt-get install --no-install-recommends pgbouncer; macOS: brew install pgbouncer), or set PGBOUNCER to its program.';

interface Program {
  readonly command: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** @throws {DevError} saying what to do, when there is none to be had */
async function findPgBouncer(): Promise<Program> {
  const given: Program = { command: process.env.PGBOUNCER || 'pgbouncer' };
  if (await runs(given)) return given;
  if (process.env.PGBOUNCER) throw new DevError(`PGBOUNCER (${given.command}) does not run. ${WHAT_TO_DO}`);
  const directory = packageDirectory('pgbouncer');
  const command = join(directory, 'usr', 'sbin', 'pgbouncer');
  if (!existsSync(command)) {
    const wanted = { name: 'pgbouncer', whatToDo: WHAT_TO_DO, withLibraries: true };
    await fetchDebianPackage(wanted, (line) => console.error(line));
  }
  const libraries = globSync('{usr/,}lib/**/*.so*', { cwd: directory }).map((file) =>
    join(directory, dirname(file)),
  );
  const fetched = { command, env: { LD_LIBRARY_PATH: [...new Set(libraries)].join(':') } };
  if (await runs(fetched)) return fetched;
  throw new DevError(`Debian's package of PgBouncer does not run here. ${WHAT_TO_DO}`);
}

function runs({ command, env }: Program): Promise<boolean> {
  return succeeds(command, ['--version'], undefined, { ...process.env, ...env });
}

export interface PgBouncer {
  /** The same database through it. */
  url(databaseUrl: string): string;
  /** A statement on its console, such as `show stats`. */
  ask<T extends pg.QueryResultRow>(statement: string): Promise<T[]>;
}

/**
 * Ended with the test.
 * @param target a URL of the Postgres that it leads to, whatever the database
 * @param poolSize how many connections to Postgres it has at most, for all of its clients together
 */
export async function startPgBouncer(t: Cleanup, target: string, poolSize: number): Promise<PgBouncer> {
  const { command, env } = await findPgBouncer();
  const { hostname, port: targetPort, username } = new URL(target);
  const folder = await mkdtemp(join(tmpdir(), 'hopline-pgbouncer-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const [configuration, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')];
  const port = await freePort();
  await writeFile(users, `"${username}" ""\n`);
  await writeFile(
    configuration,
    [
      '[databases]',
      `* = host=${hostname} port=${targetPort} user=${username}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1`,
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      `admin_users = ${username}`,
      'pool_mode = transaction',
      `default_pool_size = ${poolSize}`,
      'max_client_conn = 500',
      // It does not run as root.
      ...(process.getuid?.() === 0 ? ['user = nobody'] : []),
      '',
    ].join('\n'),
  );
  const server = await ServerProcess.spawn({
    command,
    args: [configuration],
    env: { ...process.env, ...env },
    // Waits for nobody.
    stopSignal: 'SIGTERM',
    deathSignal: 'SIGKILL',
  });
  t.after(() => server.stop(5000));

  async function ask<T extends pg.QueryResultRow>(statement: string): Promise<T[]> {
    const client = new pg.Client({ host: '127.0.0.1', port, user: username, database: 'pgbouncer' });
    await client.connect();
    try {
      return (await client.query<T>(statement)).rows;
    } finally {
      await client.end();
    }
  }
  await until('PgBouncer answers', async () => {
    if (server.exit)
      throw new Error(`PgBouncer ended (${explainExit(server.exit)}):\n${server.exit.lastLines.join('\n')}`);
    return await ask('show version').catch(() => undefined);
  });
  return {
    url(databaseUrl) {
      const url = new URL(databaseUrl);
      url.hostname = '127.0.0.1';
      url.port = String(port);
      return url.href;
    },
    ask,
  };
}
