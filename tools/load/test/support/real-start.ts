// `npm start` as it is, on free ports and in a directory of its own, and `npm run load` as a person types it beside it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ready } from '@hopline/dev/banner';
import type { LoadResult } from '../../src/result.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const FREE_PORTS = ['port', 'persist-port', 'deliver-port', 'kafka-port', 'postgres-port'];

export interface RealStart {
  readonly ready: Ready;
  /** Starts `npm run load` in the folder of this system. */
  load(...args: string[]): LoadRun;
  stop(): Promise<void>;
}

export interface LoadRun {
  readonly child: ChildProcess;
  /** What it told the person at the console, so far. */
  said(): string;
  readonly end: Promise<{ readonly code: number | null; readonly result: LoadResult | undefined }>;
}

export async function realStart(env: Record<string, string> = {}): Promise<RealStart> {
  const directory = await mkdtemp(join(tmpdir(), 'hopline-load-'));
  const childEnv = { PATH: process.env.PATH, HOME: process.env.HOME, HOPLINE_DIRECTORY: directory };
  const ports = FREE_PORTS.flatMap((name) => [`--${name}`, '0']);
  const child = spawn(process.execPath, [join(root, 'tools/dev/src/main.ts'), '--json', ...ports], {
    env: { ...childEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const load = (...args: string[]) => startLoad(childEnv, args);
    return { ready: JSON.parse(line), load, stop };
  }
  await stop();
  throw new Error(`npm start ended:\n${said}`);
}

export function startLoad(env: NodeJS.ProcessEnv, args: readonly string[]): LoadRun {
  const child = spawn(process.execPath, [join(root, 'tools/load/src/main.ts'), '--json', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let output = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  child.stdout.on('data', (chunk) => (output += chunk));
  const end = once(child, 'close').then(([code]) => {
    const last = output.trim().split('\n').at(-1) ?? '';
    return { code, result: last.startsWith('{') ? JSON.parse(last) : undefined };
  });
  return { child, said: () => said, end };
}
