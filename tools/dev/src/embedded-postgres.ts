// A real Postgres on 127.0.0.1, for `npm start` and for tests: as root or as an ordinary user.
import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sleep } from '@hopline/runtime/wait';
import type { GuardKind } from './death-guard.ts';
import { DevError } from './dev-error.ts';
import { explainExit } from './explain-exit.ts';
import { limitFiles } from './file-limit.ts';
import { freePort } from './ports.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { endLeftover, ensureData, type PostgresInstallation, saysReady } from './postgres-data.ts';
import { choosePostgresUser } from './postgres-user.ts';
import { type ServerExit, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export interface PostgresOptions {
  /** Kept by `close()`. Without one the data is in a temporary directory that `close()` removes. */
  readonly dataDirectory?: string | undefined;
  /** 0 or left out: a free one. */
  readonly port?: number | undefined;
  /** Made with the data directory; `hopline` by default. */
  readonly database?: string | undefined;
  /** False turns off fsync and its like: quicker, and a crash of the machine (not of Postgres) may lose data. */
  readonly durable?: boolean | undefined;
  /** Server settings such as `{ max_connections: '300' }`; they win over what this library sets. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Appended to; without one the last lines are kept in memory. */
  readonly logFile?: string | undefined;
  /** Two minutes by default: a server that was killed recovers first, and on a machine that is busy with others a start takes its time. */
  readonly startTimeoutMs?: number | undefined;
  readonly guard?: GuardKind | 'none' | undefined;
  readonly signal?: AbortSignal | undefined;
}

const START_MS = 120_000;
/** How long a start is tried again while a dead server's processes or its id are still around. */
const LEFTOVER_RETRY_MS = 15_000;

export class Postgres {
  readonly port: number;
  /** Of the database that was made with the data directory; no password is asked for. */
  readonly url: string;
  readonly #directory: string;
  readonly #temporary: string | undefined;
  readonly #installation: PostgresInstallation;
  readonly #options: PostgresOptions;
  #process: ServerProcess | undefined;

  constructor(
    installation: PostgresInstallation,
    place: { directory: string; temporary: string | undefined; port: number },
    options: PostgresOptions,
  ) {
    this.#installation = installation;
    this.#directory = place.directory;
    this.#temporary = place.temporary;
    this.port = place.port;
    this.#options = options;
    this.url = `postgres://postgres@127.0.0.1:${place.port}/${options.database ?? 'hopline'}`;
  }

  /** The process id of the run that goes on, else undefined. */
  get pid(): number | undefined {
    return this.#process?.exit === undefined ? this.#process?.pid : undefined;
  }

  /** The last lines that the current (or else the last) run has written. */
  get lastLines(): readonly string[] {
    return this.#process?.lastLines ?? [];
  }

  /** Resolves with the end of the current (or else the last) run; never, when it was never started. */
  get exited(): Promise<ServerExit> {
    return this.#process?.exited ?? new Promise(() => {});
  }

  /**
   * Starts the server (again) and waits until it takes connections. Does nothing when it runs already.
   * @throws {DevError} when it ends or does not come up in time; the signal's reason when aborted. It is gone then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.pid !== undefined) return;
    const { database = 'hopline' } = this.#options;
    await endLeftover(this.#directory, signal);
    await ensureData(this.#installation, this.#directory, database, signal);
    const deadline = Date.now() + LEFTOVER_RETRY_MS;
    for (;;) {
      const exit = await this.#tryStart(signal);
      if (exit === undefined) return;
      const leftover = exit.lastLines.some((line) => /postmaster\.pid|pre-existing shared memory/.test(line));
      if (!leftover || Date.now() > deadline) {
        throw new DevError(`Postgres ended while it started (${explainExit(exit)})`);
      }
      await sleep(200, signal);
      await endLeftover(this.#directory, signal);
    }
  }

  /** One start. @returns how it ended, or undefined when it is up */
  async #tryStart(signal?: AbortSignal): Promise<ServerExit | undefined> {
    signal?.throwIfAborted();
    const { binaries, user } = this.#installation;
    const server = await ServerProcess.spawn({
      prefix: user.prefix,
      command: binaries.postgres,
      args: this.#arguments(),
      stopSignal: 'SIGINT',
      // A test's server may be paused, and its data is of no further use.
      deathSignal: this.#options.durable === false ? 'SIGKILL' : 'SIGINT',
      logFile: this.#options.logFile,
      guard: this.#options.guard,
    });
    this.#process = server;
    const { startTimeoutMs = START_MS } = this.#options;
    const knownPid = server.behindShell ? undefined : server.pid;
    try {
      return await until(
        async () => {
          if (server.exit !== undefined) return { exit: server.exit };
          return (await saysReady(this.#directory, knownPid, server.startedAt))
            ? { exit: undefined }
            : undefined;
        },
        {
          everyMs: 20,
          timeoutMs: startTimeoutMs,
          onTimeout: () => new DevError(`Postgres did not come up within ${startTimeoutMs / 1000} s`),
          signal,
        },
      ).then(({ exit }) => exit);
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  #arguments(): string[] {
    const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    const settings = {
      listen_addresses: '127.0.0.1',
      // No socket file: neither the length of its path nor the permissions of its directory can be in the way.
      unix_socket_directories: '',
      max_connections: '200',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...(this.#options.durable === false ? quick : {}),
      ...this.#options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return ['-D', this.#directory, '-p', String(this.port), ...flags];
  }

  /** Stops it as `pg_ctl stop -m fast` does, and kills it after `graceMs`. @returns false when it had to be killed */
  async stop(graceMs = 8000): Promise<boolean> {
    return (await this.#process?.stop(graceMs)) ?? true;
  }

  /** SIGKILL to the server. Resolves when it and its backends are gone. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** SIGSTOP to the server's main process: it takes no new connection; those that are open go on. */
  pause(): void {
    this.#process?.signal('SIGSTOP');
  }

  /** SIGCONT. */
  resume(): void {
    this.#process?.signal('SIGCONT');
  }

  /**
   * As on a full disk, no file may grow beyond so many bytes; undefined lifts that. A new run is free of it.
   * @throws {DevError} where the system cannot do that
   */
  limitFiles(bytes: number | undefined): void {
    if (this.pid !== undefined) limitFiles(this.pid, bytes, this.#installation.user.prefix);
  }

  /** Stops it, and removes the data if its directory was a temporary one. */
  async close(): Promise<void> {
    await this.stop();
    if (this.#temporary !== undefined) await rm(this.#temporary, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * A server that is not started yet: finds its program, its user and its port.
 * @throws {DevError} when there is no server for this platform, or root cannot run it
 */
export async function preparePostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const binaries = await findPostgresBinaries();
  const temporary =
    options.dataDirectory === undefined ? await mkdtemp(join(tmpdir(), 'hopline-postgres-')) : undefined;
  // As root, another user must be able to pass through.
  if (temporary !== undefined) await chmod(temporary, 0o711);
  const wanted = options.dataDirectory ?? join(temporary ?? '', 'data');
  await mkdir(dirname(wanted), { recursive: true });
  // The real path is what the server's command line must show for us to know it again.
  const directory = join(await realpath(dirname(wanted)), wanted.slice(dirname(wanted).length + 1));
  const user = await choosePostgresUser(binaries.postgres, directory, options.signal);
  const port = options.port || (await freePort());
  return new Postgres({ binaries, user }, { directory, temporary, port }, options);
}

/**
 * Starts a server and waits until it takes connections.
 * @throws {DevError} when there is no server for this platform or it does not come up; nothing is left running then
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const postgres = await preparePostgres(options);
  try {
    await postgres.start(options.signal);
    return postgres;
  } catch (error) {
    await postgres.close();
    throw error;
  }
}
