// `npm run bench -- <benchmark> --json` for a test that asserts ratios of it: the same measurement, only shorter. It brings
// its own Kafka and Postgres, and loads the api from a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';

const root = join(import.meta.dirname, '..', '..');

/** Gives the result; the benchmark is ended with the test. @throws {Error} when it gives none */
export async function runBench<T>(t: Cleanup, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [join(root, 'tools/bench/src/main.ts'), ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  let progress = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (progress += chunk));
  const [exitCode] = await once(child, 'close');
  const last = output.trim().split('\n').at(-1) ?? '';
  if (exitCode !== 0 || !last.startsWith('{')) {
    throw new Error(`the benchmark ended with code ${exitCode}:\n${progress}${output}`);
  }
  return JSON.parse(last) as T;
}
