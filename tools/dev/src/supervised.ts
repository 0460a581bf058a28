// Keeps one process alive: whatever ends without having been asked to is started again, and said so.
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import { explainExit } from './explain-exit.ts';
import { RestartBackoff } from './restart-backoff.ts';
import type { ServerExit } from './server-process.ts';

/** Something that can be started again and again. KafkaNode, Postgres and Service are such things. */
export interface Unit {
  readonly pid: number | undefined;
  /** The end of the current run. */
  readonly exited: Promise<ServerExit>;
  /** Resolves when it is ready. When it rejects, nothing is left running. */
  start(signal?: AbortSignal): Promise<void>;
  /** @returns false when it had to be killed */
  stop(graceMs: number): Promise<boolean>;
  kill(): Promise<void>;
}

export interface SupervisedOptions {
  readonly name: string;
  /** How often the first start is tried. */
  readonly attempts: number;
  /** Tells the person at the console. */
  readonly say: (line: string) => void;
  /** Hears of the process each time it is ready. */
  readonly onReady?: (pid: number) => void;
}

export class Supervised {
  readonly name: string;
  readonly #unit: Unit;
  readonly #options: SupervisedOptions;
  readonly #backoff = new RestartBackoff();
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #starting: Promise<void> = Promise.resolve();

  constructor(unit: Unit, options: SupervisedOptions) {
    this.name = options.name;
    this.#unit = unit;
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#unit.pid;
  }

  /**
   * Resolves when it is ready for the first time; from then on it is kept alive.
   * @throws what the last attempt threw; nothing is left running then
   */
  async start(signal: AbortSignal): Promise<void> {
    this.#starting = this.#firstStart(AbortSignal.any([signal, this.#stopping.signal]));
    await this.#starting;
    this.#ready();
    this.#watching = this.#watch();
  }

  async #firstStart(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = Date.now();
      try {
        return await this.#unit.start(signal);
      } catch (error) {
        signal.throwIfAborted();
        if (attempt >= this.#options.attempts) throw error;
        await this.#pause(describeError(error), startedAt, signal);
      }
    }
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    let startedAt = Date.now();
    for (;;) {
      const exit = await this.#unit.exited;
      if (signal.aborted) return;
      let trouble = `${this.name} died (${explainExit(exit)})`;
      for (let back = false; !back; ) {
        try {
          await this.#pause(trouble, startedAt, signal);
          startedAt = Date.now();
          await this.#unit.start(signal);
          back = true;
        } catch (error) {
          if (signal.aborted) return;
          trouble = describeError(error);
        }
      }
      this.#ready();
      this.#options.say(`${this.name} is back (process ${this.pid})`);
    }
  }

  #ready(): void {
    if (this.pid !== undefined) this.#options.onReady?.(this.pid);
  }

  async #pause(trouble: string, startedAt: number, signal: AbortSignal): Promise<void> {
    const delay = this.#backoff.afterLife(Date.now() - startedAt);
    this.#options.say(`${trouble}; starting it again in ${delay / 1000} s`);
    await sleep(delay, signal);
  }

  /** From now on nothing is started again. */
  beginStop(): void {
    this.#stopping.abort(new Error(`${this.name} is being stopped`));
  }

  /**
   * Stops it for good; resolves when it is gone. A start that is under way ends itself when it sees the signal.
   * @param graceMs how long it may take before it is killed
   * @returns how it ended (undefined when it did not run) and whether that was in time
   */
  async stop(graceMs: number): Promise<{ inTime: boolean; exit: ServerExit | undefined }> {
    this.beginStop();
    await this.#starting.catch(() => {});
    const exited = this.#unit.pid === undefined ? undefined : this.#unit.exited;
    const inTime = await this.#unit.stop(graceMs);
    await this.#watching;
    return { inTime, exit: await exited };
  }

  /** Kills it at once, for good. */
  async kill(): Promise<void> {
    this.beginStop();
    await this.#unit.kill();
    await this.#watching;
  }
}
