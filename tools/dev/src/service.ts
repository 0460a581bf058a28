// One of Hopline's own services as a process.
import { raceSignal } from '@hopline/runtime/wait';
import { availableGuard } from './death-guard.ts';
import { DevError } from './dev-error.ts';
import { explainExit } from './explain-exit.ts';
import { type ServerExit, ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export interface ServiceOptions {
  readonly name: string;
  /** Absolute path of its main.ts. */
  readonly script: string;
  /** Where it answers `GET /readyz`; undefined for a job that just ends. */
  readonly port: number | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly directory: string;
  readonly logFile: string;
  readonly startTimeoutMs?: number;
  /** Hears every line that it writes. */
  readonly onLine: (line: string) => void;
  /** Hears of every process that was started. */
  readonly onSpawn: (pid: number) => void;
}

/** Some seconds, unless the machine is busy with other things. */
const START_MS = 120_000;

export class Service {
  readonly #options: ServiceOptions;
  #process: ServerProcess | undefined;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#process?.exit === undefined ? this.#process?.pid : undefined;
  }

  get exited(): Promise<ServerExit> {
    return this.#process?.exited ?? new Promise(() => {});
  }

  /**
   * Starts it and waits until it says that it is ready.
   * @throws {DevError} when it ends or is not ready in time; the signal's reason when aborted. It is gone then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { name, port, logFile, startTimeoutMs = START_MS } = this.#options;
    const process = await this.#spawn(signal);
    const ready = async () => {
      const { exit } = process;
      if (exit !== undefined) throw new DevError(`${name} ended while it started (${explainExit(exit)})`);
      return (await isReady(`http://127.0.0.1:${port}/readyz`)) ? true : undefined;
    };
    const onTimeout = () =>
      new DevError(`${name} was not ready within ${startTimeoutMs / 1000} s: look into ${logFile}`);
    try {
      await until(ready, { everyMs: 50, timeoutMs: startTimeoutMs, onTimeout, signal });
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  /**
   * Runs it to its end, as a job.
   * @throws {DevError} when it does not end with exit code 0; the signal's reason when aborted. It is gone then.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { name, logFile } = this.#options;
    const process = await this.#spawn(signal);
    try {
      const exit = await raceSignal(process.exited, signal);
      if (exit.code !== 0) throw new DevError(`${name} failed (${explainExit(exit)}); its log is ${logFile}`);
    } finally {
      await process.kill();
    }
  }

  async #spawn(signal?: AbortSignal): Promise<ServerProcess> {
    signal?.throwIfAborted();
    const { script, env, directory, logFile, onLine, onSpawn } = this.#options;
    this.#process = await ServerProcess.spawn({
      command: process.execPath,
      args: [script],
      env,
      cwd: directory,
      stopSignal: 'SIGTERM',
      // It hears of our death by the end of its IPC channel, too, but one that is busy or half started might not; and
      // pino waits for ever at the exit of a process whose output nobody takes any more. A kill is safe by design.
      deathSignal: 'SIGKILL',
      guard: availableGuard() === 'setpriv' ? 'setpriv' : 'none',
      ipc: true,
      logFile,
      onLine,
    });
    onSpawn(this.#process.pid);
    return this.#process;
  }

  async stop(graceMs: number): Promise<boolean> {
    return (await this.#process?.stop(graceMs)) ?? true;
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
