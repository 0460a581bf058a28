// `hopline` as its user calls it: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CHILD_ENV } from '../../../../test/support/child-env.ts';
import type { Cleanup } from '../../../../test/support/cleanup.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts');

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly ended: Promise<CliRun>;
  /** What it has printed so far. */
  out(): string;
}

/** Starts it; killed with the test. */
export function startCli(t: Cleanup, args: readonly string[], env: Record<string, string>): RunningCli {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...CHILD_ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code, out, err: err.trimEnd() }));
  return { child, ended, out: () => out };
}

/** Runs it to its end. */
export function runCli(t: Cleanup, args: readonly string[], env: Record<string, string>): Promise<CliRun> {
  return startCli(t, args, env).ended;
}

/** Runs it with --json. @throws when it does not end with one of these codes */
export async function jsonOf(
  t: Cleanup,
  args: readonly string[],
  env: Record<string, string>,
  codes: readonly number[] = [0],
) {
  const { code, out, err } = await runCli(t, [...args, '--json'], env);
  if (code === null || !codes.includes(code))
    throw new Error(`${args.join(' ')} ended with ${code}: ${err}${out}`);
  return JSON.parse(out);
}
