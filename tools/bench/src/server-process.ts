// A server under load, as a process of its own, so that its CPU time and its memory are its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, memoryMb } from './process-usage.ts';

export interface LoadedServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** User and system CPU time so far in milliseconds; NaN where /proc is missing. */
  cpuMs(): number;
  /** Resident memory in MiB, now and at its highest so far; NaN where /proc is missing. */
  memoryMb(): { readonly now: number; readonly highest: number };
}

/**
 * Starts a Node script that listens on `env.PORT` and waits until `path` answers.
 * @param onLine told each line that it logs; without it they are thrown away
 */
export async function startServer(
  script: string,
  env: Record<string, string> & { PORT: string },
  path: string,
  onLine?: (line: string) => void,
): Promise<LoadedServer> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', ...env },
    // It logs as in production. The channel tells it when this process is gone.
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  });
  if (onLine && child.stdout) createInterface(child.stdout).on('line', onLine);
  const url = `http://127.0.0.1:${env.PORT}`;
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}${path}`).catch(() => undefined);
    if (answer?.ok) break;
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await end(child);
      throw new Error(`${script} did not come up`);
    }
    await sleep(50);
  }
  const pid = child.pid ?? 0;
  return {
    url,
    port: Number(env.PORT),
    cpuMs: () => cpuMs(pid),
    memoryMb: () => memoryMb(pid),
    [Symbol.asyncDispose]: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}
