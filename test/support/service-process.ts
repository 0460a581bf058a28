// A Hopline service as a process of its own, as it runs in production, for tests that kill one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
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
}

/** Starts `services/<name>` on `port` and waits until it is ready. It is stopped when the test ends. */
export async function startService(
  t: Pick<TestContext, 'after'>,
  name: 'api' | 'persist' | 'deliver',
  env: Record<string, string> & { PORT: string },
): Promise<ServiceProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'services', name, 'src', 'main.ts')], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', HOST: '127.0.0.1', SHUTDOWN_GRACE: '5s', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const ended = async () => {
    if (!gone()) await once(child, 'exit');
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!gone()) child.kill(signal);
    await ended();
    return child.exitCode;
  };
  t.after(() => end('SIGKILL'));

  const url = `http://127.0.0.1:${env.PORT}`;
  await until(`${name} is ready`, async () => {
    if (gone()) throw new Error(`${name} ended while it started:\n${output}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    return answer?.ok;
  });
  return { url, pid: child.pid ?? 0, log: () => output, end, ended };
}
