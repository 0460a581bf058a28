// A persist process with what production has around it: something that starts it again when it has ended.
import { sleep } from '@hopline/runtime/wait';
import type { Cleanup } from '../support/cleanup.ts';
import { launchService, type ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';

const RESTART_DELAY_MS = 500;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedPersist {
  /** How it has ended so far, other than by `stop`. */
  readonly exits: readonly Exit[];
  /** Starts it and waits until it consumes. */
  start(): Promise<void>;
  /** SIGTERM. Gives the exit code. It is not started again. */
  stop(): Promise<number | null>;
  /** Everything that all of its processes have said. */
  log(): string;
}

/** @param firstEnv what only the first process has on top: a failpoint */
export function supervisePersist(
  t: Cleanup,
  env: Record<string, string>,
  firstEnv: Record<string, string> = {},
): SupervisedPersist {
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
    const launched = launchService(t, 'persist', { ...env, ...(isFirst ? firstEnv : {}) });
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

  return {
    exits,
    async start() {
      isWanted = true;
      const first = launch();
      watching = watch(first);
      await until('persist consumes', () => /partitions\.assigned/.test(first.log()) || first.hasEnded());
    },
    async stop() {
      isWanted = false;
      const code = await processes.at(-1)?.end('SIGTERM');
      await watching;
      return code ?? null;
    },
    log: () => processes.map((one) => one.log()).join(''),
  };
}
