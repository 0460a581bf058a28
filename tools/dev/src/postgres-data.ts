// The data directory: made by initdb, checked before a start, freed of what a killed server left behind.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DevError } from './dev-error.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { giveTo, type PostgresUser } from './postgres-user.ts';
import { commandLineOf, isAlive, isZombie, signalProcess } from './process-info.ts';
import { type CommandResult, runCommand } from './run-command.ts';
import { until } from './until.ts';

export interface PostgresInstallation {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
}

/**
 * Makes the data directory with one database of that name, unless it is there.
 * @throws {DevError} with initdb's words when it fails, or when the directory is of another major version
 */
export async function ensureData(
  { binaries, user }: PostgresInstallation,
  directory: string,
  database: string,
  signal?: AbortSignal,
): Promise<void> {
  const run = (program: string, args: readonly string[], input?: string) => {
    const [command = '', ...rest] = [...user.prefix, program, ...args];
    return runCommand(command, rest, {
      cwd: '/',
      dieWithUs: true,
      signal,
      ...(input === undefined ? {} : { input }),
    });
  };
  if (existsSync(join(directory, 'PG_VERSION'))) {
    const made = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
    const { output } = await run(binaries.postgres, ['--version']);
    const major = /(\d+)\.\d+/.exec(output)?.[1];
    if (major !== undefined && made !== major) {
      throw new DevError(
        `${directory} was made by Postgres ${made}, and this is ${major}: start anew with \`npm start -- --fresh\`.`,
      );
    }
    await giveTo(user.uid, directory);
    return;
  }
  // Made under another name, so that what stands under the right one is always whole.
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await giveTo(user.uid, unfinished);
  const collation = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const initdb = ['-D', unfinished, '-U', 'postgres', '--auth=trust', '--no-sync', ...collation];
  orThrow(await run(binaries.initdb, initdb));
  const createDatabase = `CREATE DATABASE "${database.replaceAll('"', '""')}"\n`;
  if (database !== 'postgres') {
    orThrow(await run(binaries.postgres, ['--single', '-D', unfinished, '-F', 'postgres'], createDatabase));
  }
  await rm(directory, { recursive: true, force: true });
  await rename(unfinished, directory);
}

function orThrow(result: CommandResult): void {
  if (result.code === 0 && !/\b(ERROR|FATAL):/.test(result.output)) return;
  throw new DevError(`Postgres could not make its data directory: ${result.output.trim()}`);
}

/**
 * Ends a server that still runs on this directory (its supervisor was killed), and removes a lock file that names a
 * process that is no server of ours, such as after the machine was switched off.
 */
export async function endLeftover(directory: string, signal?: AbortSignal): Promise<void> {
  const lockFile = join(directory, 'postmaster.pid');
  const content = await readFile(lockFile, 'utf8').catch(() => '');
  const pid = Number(content.split('\n', 1)[0]);
  if (!(pid > 0)) return;
  const ours = () => isAlive(pid) && commandLineOf(pid).includes(directory);
  if (ours()) {
    // SIGINT rolls back and stops at once; SIGQUIT, should that not be enough, leaves the rest to recovery.
    for (const request of ['SIGINT', 'SIGQUIT'] as const) {
      if (!ours()) break;
      signalProcess(pid, request);
      const gone = () => (ours() ? undefined : true);
      await until(gone, { timeoutMs: 5000, onTimeout: () => new DevError('it goes on'), signal }).catch(
        (error) => {
          if (!(error instanceof DevError)) throw error;
        },
      );
    }
    if (ours()) throw new DevError(`an old Postgres (process ${pid}) does not end: end it by hand`);
    return;
  }
  // Postgres itself takes over from a process that is gone. It refuses while the id exists, be it a zombie or a
  // stranger that got the id after a reboot; its shared memory still keeps two servers off one directory.
  if (isZombie(pid) || isAlive(pid)) await rm(lockFile, { force: true });
}

/**
 * Whether the server says that it takes connections, as pg_ctl finds it out.
 * @param pid the server's process, or undefined if it is not known (then it must have started after `sinceMs`)
 */
export async function saysReady(
  directory: string,
  pid: number | undefined,
  sinceMs: number,
): Promise<boolean> {
  const content = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = content.split('\n');
  const right =
    pid === undefined ? Number(lines[2]) >= Math.floor(sinceMs / 1000) - 2 : Number(lines[0]) === pid;
  return right && lines[7]?.trim() === 'ready';
}
