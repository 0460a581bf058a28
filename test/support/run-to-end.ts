// A command of ours as a process of its own, from its start to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CHILD_ENV } from './child-env.ts';
import type { Cleanup } from './cleanup.ts';

export interface Run {
  readonly code: number | null;
  /** What it wrote, to standard output and to standard error. */
  readonly output: string;
}

/** @param args the file to run, and what it is told */
export async function runToEnd(
  t: Cleanup,
  env: Record<string, string>,
  args: readonly string[],
): Promise<Run> {
  const child = spawn(process.execPath, args, { env: { ...CHILD_ENV, ...env } });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
