// A server under load, as a process of its own, so that its CPU time and its memory are its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// Linux counts CPU time in ticks of 10 ms (USER_HZ is 100 on every platform that Node runs on).
const MS_PER_TICK = 10;

export interface LoadedServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** User and system CPU time so far in milliseconds; NaN where /proc is missing. */
  cpuMs(): number;
  /** Resident memory in MiB, now and at its highest so far; NaN where /proc is missing. */
  memoryMb(): { readonly now: number; readonly highest: number };
}

/** Starts a Node script that listens on `env.PORT` and waits until `path` answers. */
export async function startServer(
  script: string,
  env: Record<string, string> & { PORT: string },
  path: string,
): Promise<LoadedServer> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env },
    // Results go to standard output, so log lines do not. The channel tells the server when this process is gone.
    stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
  });
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

function cpuMs(pid: number): number {
  // The fields after the command's name, which may hold spaces; utime and stime are the 12th and 13th of them.
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

function memoryMb(pid: number): { now: number; highest: number } {
  const status = readProc(pid, 'status');
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: mb('VmRSS'), highest: mb('VmHWM') };
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
