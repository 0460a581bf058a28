// A Hopline service as a process of its own, as it runs in production, for tests that kill one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { CHILD_ENV } from './child-env.ts';
import type { Cleanup } from './cleanup.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '..', '..');

export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** All lines of its log so far. */
  log(): string;
  /** Sends a signal and waits for the end. Gives the exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits for the end without a signal: for a failpoint. */
  ended(): Promise<void>;
  /** The signal that ended it, once it has ended. */
  signal(): NodeJS.Signals | null;
  hasEnded(): boolean;
}

/** A start takes seconds; on a machine that does ten other things at once, minutes. */
const START_MS = 180_000;

/** What still runs. A process that is interrupted takes them along, those that a test has stopped by a signal too. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** No process may warn; which of its lines did can only be seen then. */
const NODE_OPTIONS = ['--trace-warnings'];

type ServiceEnv = Record<string, string> & { PORT: string };

/** Starts `services/<name>` without waiting for it, of this tree or another one. It is ended with the test. */
export function launchService(
  t: Cleanup,
  name: 'api' | 'persist' | 'deliver',
  env: Record<string, string>,
  tree: string = root,
): ServiceProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    [...NODE_OPTIONS, join(tree, 'services', name, 'src', 'main.ts')],
    {
      env: { ...CHILD_ENV, NODE_ENV: 'test', HOST: '127.0.0.1', SHUTDOWN_GRACE: '5s', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  running.add(child);
  // What the test itself has taken is not for what it tests.
  if (getPriority() !== 0 && child.pid !== undefined) setPriority(child.pid, 0);
  child.once('exit', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = async () => {
    if (!hasEnded()) await once(child, 'exit');
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!hasEnded()) child.kill(signal);
    await ended();
    return child.exitCode;
  };
  t.after(() => end('SIGKILL'));
  return {
    url: `http://127.0.0.1:${env.PORT}`,
    pid: child.pid ?? 0,
    log: () => output,
    end,
    ended,
    signal: () => child.signalCode,
    hasEnded,
  };
}

/** Starts `services/<name>` on `env.PORT` and waits until it is ready. It is ended with the test. */
export async function startService(
  t: Cleanup,
  name: 'api' | 'persist' | 'deliver',
  env: ServiceEnv,
  tree?: string,
): Promise<ServiceProcess> {
  const service = launchService(t, name, env, tree);
  await until(
    `${name} is ready`,
    async () => {
      if (service.hasEnded()) throw new Error(`${name} ended while it started:\n${service.log()}`);
      const answer = await fetch(`${service.url}/readyz`).catch(() => undefined);
      return answer?.ok;
    },
    START_MS,
  );
  return service;
}
