// A service's process with what production has around it: something that starts it again when it has ended.
import { sleep } from '@hopline/runtime/wait';
import type { Cleanup } from '../support/cleanup.ts';
import { launchService, type ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';
import type { Watched } from './watch-footprints.ts';

const RESTART_DELAY_MS = 500;
/** What a process says of the first thing that it has done. */
export const WORKS = { persist: /"batch\.stored"/, deliver: /"delivery\.attempted"/ };

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedService {
  /** How it has ended so far, other than by `stop`. */
  readonly exits: readonly Exit[];
  /** The process that is there, if there is one, to be looked at. */
  watched(): Watched[];
  /** Starts it and waits until it consumes. */
  start(): Promise<void>;
  /** Sends a signal to the process that is there. One that ends it is an exit like any other: it is started again. */
  signal(signal: NodeJS.Signals): void;
  /** Where the process that is there answers, if its PORT was chosen; without a path. */
  url(): string;
  /** SIGTERM. Gives the exit code. It is not started again. */
  stop(): Promise<number | null>;
  /** Everything that all of its processes have said. */
  log(): string;
}

/** @param firstEnv what only the first process has on top: a failpoint */
export function supervise(
  t: Cleanup,
  name: 'persist' | 'deliver',
  env: Record<string, string>,
  firstEnv: Record<string, string> = {},
): SupervisedService {
  const processes: ServiceProcess[] = [];
  const exits: Exit[] = [];
  let isWanted = false;
  let watching: Promise<void> = Promise.resolve();
  t.after(async () => {
    isWanted = false;
    await processes.at(-1)?.end('SIGKILL');
    await watching;
  });

  function launch(): ServiceProcess {
    const isFirst = processes.length === 0;
    const launched = launchService(t, name, { ...env, ...(isFirst ? firstEnv : {}) });
    processes.push(launched);
    return launched;
  }

  async function watch(first: ServiceProcess): Promise<void> {
    for (let current = first; ; current = launch()) {
      await current.ended();
      if (!isWanted) return;
      exits.push({ code: await current.end('SIGKILL'), signal: current.signal() });
      await sleep(RESTART_DELAY_MS);
      if (!isWanted) return;
    }
  }

  function current(): ServiceProcess | undefined {
    const last = processes.at(-1);
    return last?.hasEnded() ? undefined : last;
  }

  return {
    exits,
    watched() {
      const there = current();
      return there ? [{ service: name, process: there, works: WORKS[name] }] : [];
    },
    async start() {
      isWanted = true;
      const first = launch();
      watching = watch(first);
      await until(`${name} consumes`, () => /partitions\.assigned/.test(first.log()) || first.hasEnded());
      // A failpoint may have killed it meanwhile; but what ends by itself at its start will do so every time.
      if (first.hasEnded() && first.signal() === null)
        throw new Error(`${name} ended at once:\n${first.log()}`);
    },
    signal(signal) {
      const there = current();
      if (there) process.kill(there.pid, signal);
    },
    url: () => processes.at(-1)?.url ?? '',
    async stop() {
      isWanted = false;
      const code = await processes.at(-1)?.end('SIGTERM');
      await watching;
      return code ?? null;
    },
    log: () => processes.map((one) => one.log()).join(''),
  };
}
