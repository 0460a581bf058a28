// A database or broker as a child process: it has a group of its own (Ctrl-C does not reach it), dies with us, and
// what it said last is kept to explain its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { type GuardKind, guardCommand } from './death-guard.ts';
import { LogFile } from './log-file.ts';
import { signalProcess } from './process-info.ts';

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that the server wrote. */
  readonly lastLines: readonly string[];
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly stopSignal: NodeJS.Signals;
  /** Sent when this process dies without stopping the server. */
  readonly deathSignal: NodeJS.Signals;
  /** Put in front of the command, such as what changes the user. */
  readonly prefix?: readonly string[] | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Output is appended here; without it only the last lines are kept, in memory. */
  readonly logFile?: string | undefined;
  /** By default the best that the machine has; `none` for a program that takes care of itself. */
  readonly guard?: GuardKind | 'none' | undefined;
  readonly cwd?: string | undefined;
  /** Gives a Node program an IPC channel: its end tells the program that we are gone. */
  readonly ipc?: boolean | undefined;
  /** Hears every line of both streams. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const KEPT_LINES = 40;
const LONGEST_LINE = 64_000;
const PIPE_GRACE_MS = 3000;

export class ServerProcess {
  readonly pid: number;
  /** True if `pid` is a shell in front of the server (see death-guard.ts). */
  readonly behindShell: boolean;
  /** Not after it began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ServerExit>;
  /** The last lines that it has written so far. */
  readonly lastLines: readonly string[];
  #exit: ServerExit | undefined;
  #gone = false;
  readonly #child: ChildProcess;
  readonly #stopSignal: NodeJS.Signals;

  private constructor(
    child: ChildProcess,
    command: ServerCommand,
    { pid, behindShell, startedAt }: Pick<ServerProcess, 'pid' | 'behindShell' | 'startedAt'>,
  ) {
    this.#child = child;
    this.pid = pid;
    this.behindShell = behindShell;
    this.startedAt = startedAt;
    this.#stopSignal = command.stopSignal;
    const lastLines: string[] = [];
    this.lastLines = lastLines;
    const log = command.logFile === undefined ? undefined : new LogFile(command.logFile);
    for (const stream of [child.stdout, child.stderr]) keepLines(stream, lastLines, log, command.onLine);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#gone = true;
        // The reason for its death may still be in the pipe, and Postgres' backends hold the pipe for a moment after
        // their postmaster was killed: both are over when the pipe closes.
        const finish = () => {
          clearTimeout(timer);
          if (this.#exit !== undefined) return;
          this.#exit = { code, signal, lastLines };
          log?.end();
          for (const stream of child.stdio) stream?.destroy();
          resolve(this.#exit);
        };
        const timer = setTimeout(finish, PIPE_GRACE_MS);
        child.once('close', finish);
      });
    });
  }

  /**
   * Starts the command; resolves as soon as the process exists.
   * @throws {Error} when it cannot be started at all, such as ENOENT
   */
  static async spawn(command: ServerCommand): Promise<ServerProcess> {
    const guarded =
      command.guard === 'none'
        ? unguarded(command)
        : guardCommand(command.command, command.args, { ...command, guard: command.guard });
    const startedAt = Date.now();
    const child = spawn(guarded.command, guarded.args, {
      cwd: command.cwd ?? '/',
      detached: true,
      ...(command.env === undefined ? {} : { env: command.env }),
      stdio: [
        'ignore',
        'pipe',
        'pipe',
        guarded.guard === 'shell' ? 'pipe' : 'ignore',
        ...(command.ipc ? (['ipc'] as const) : []),
      ],
    });
    const { pid } = child;
    if (pid === undefined) {
      throw await new Promise<Error>((resolve) => child.once('error', resolve));
    }
    // Sending a signal can fail later; that is never a reason to crash.
    child.on('error', () => {});
    return new ServerProcess(child, command, { pid, behindShell: guarded.guard === 'shell', startedAt });
  }

  /** How it ended, or undefined while it runs. */
  get exit(): ServerExit | undefined {
    return this.#exit;
  }

  /** Sends a signal to the server itself, also when a shell guards it. */
  signal(signal: NodeJS.Signals): void {
    if (this.#gone) return; // its id may belong to somebody else by now
    if (!this.behindShell) signalProcess(this.pid, signal);
    else if (signal === this.#stopSignal) signalProcess(this.pid, 'SIGTERM');
    else signalProcess(-this.pid, signal);
  }

  /**
   * Asks the server to stop and kills it if it has not done so in time. Resolves when it is gone.
   * @returns false when it had to be killed
   */
  async stop(graceMs: number): Promise<boolean> {
    let clean = true;
    // A paused process would never see the request.
    this.signal('SIGCONT');
    this.signal(this.#stopSignal);
    const timer = setTimeout(() => {
      clean = false;
      this.signal('SIGKILL');
    }, graceMs);
    await this.exited;
    clearTimeout(timer);
    return clean;
  }

  /** Kills the server at once; resolves when it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  /** Lets this process end although the server runs (it then dies by its guard). */
  unref(): void {
    this.#child.unref();
  }
}

function unguarded({ prefix = [], command, args }: ServerCommand) {
  const [first = command, ...rest] = [...prefix, command, ...args];
  return { command: first, args: rest, guard: 'none' as const };
}

function keepLines(
  stream: NodeJS.ReadableStream | null,
  lines: string[],
  log: LogFile | undefined,
  onLine: ((line: string) => void) | undefined,
): void {
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    log?.write(chunk);
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = (parts.pop() ?? '').slice(-LONGEST_LINE);
    const whole = parts.filter((line) => line.trim() !== '');
    lines.push(...whole);
    if (onLine !== undefined) whole.forEach(onLine);
    lines.splice(0, lines.length - KEPT_LINES);
  });
}
