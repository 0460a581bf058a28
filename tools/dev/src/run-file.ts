// `.hopline/run.json` keeps two `npm start` off one directory, and tells the next one what a killed one left running.
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { DevError } from './dev-error.ts';
import { commandLineOf, isAlive, signalProcess } from './process-info.ts';
import { until } from './until.ts';

interface Recorded {
  readonly pid: number;
  /** A part of its command line, so that a stranger with the same id after a reboot is not taken for it. */
  readonly marker: string;
}

interface RunState {
  readonly supervisor: Recorded;
  readonly children: Record<string, Recorded>;
}

/** How long services of a killed supervisor, which were told to stop by its death, may take to drain. */
const DRAIN_MS = 6000;

export class RunFile {
  /** Whether another run had ended here without cleaning up. */
  readonly tookOver: boolean;
  readonly #file: string;
  readonly #state: RunState;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, state: RunState, tookOver: boolean) {
    this.#file = file;
    this.#state = state;
    this.tookOver = tookOver;
  }

  /**
   * Takes the directory for this process, and ends what a killed run left.
   * @throws {DevError} when another `npm start` runs here
   */
  static async take(file: string, signal: AbortSignal): Promise<RunFile> {
    const me = { pid: process.pid, marker: commandLineOf(process.pid) };
    const state: RunState = { supervisor: me, children: {} };
    let tookOver = false;
    for (;;) {
      if (await create(file, state)) return new RunFile(file, state, tookOver);
      const before = await readState(file);
      if (before !== undefined && stillRuns(before.supervisor)) {
        throw new DevError(
          `\`npm start\` runs here already (process ${before.supervisor.pid}): ` +
            'stop it first, or give this one another --directory and other ports.',
        );
      }
      tookOver = true;
      await endAll(Object.values(before?.children ?? {}), signal);
      await rm(file, { force: true });
    }
  }

  /** Records a process that this run has started. @param marker what its command line holds */
  record(name: string, pid: number, marker: string): void {
    this.#state.children[name] = { pid, marker };
    this.#writing = this.#writing
      .then(async () => rename(await writeAside(this.#file, this.#state), this.#file))
      .catch(() => {}); // it only matters to the run after a crash
  }

  /** Gives the directory free. */
  async release(): Promise<void> {
    await this.#writing;
    await rm(this.#file, { force: true });
  }
}

/** Under another name first, so that nobody ever reads half of it. */
async function writeAside(file: string, state: RunState): Promise<string> {
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  return aside;
}

/** @returns false when there is one already */
async function create(file: string, state: RunState): Promise<boolean> {
  const aside = await writeAside(file, state);
  try {
    await link(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readState(file: string): Promise<RunState | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RunState;
  } catch {
    return undefined; // gone in the meantime
  }
}

function stillRuns({ pid, marker }: Recorded): boolean {
  return isAlive(pid) && pid !== process.pid && commandLineOf(pid).includes(marker);
}

async function endAll(children: readonly Recorded[], signal: AbortSignal): Promise<void> {
  const left = () => children.filter(stillRuns);
  const gone = () => (left().length === 0 ? true : undefined);
  const wait = (timeoutMs: number) =>
    until(gone, { timeoutMs, onTimeout: () => new DevError('some go on'), signal }).catch((error) => {
      if (!(error instanceof DevError)) throw error;
    });
  await wait(DRAIN_MS);
  for (const { pid } of left()) signalProcess(pid, 'SIGKILL');
  await wait(DRAIN_MS);
}
