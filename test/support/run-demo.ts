// `npm run demo -- --json` against a test's system: the ledger outside of it that judges a fault test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Verdict } from '@hopline/demo/verdict';
import type { TestSystem } from './system.ts';

const root = join(import.meta.dirname, '..', '..');

export interface DemoRun {
  readonly result: Promise<{ verdict: Verdict; exitCode: number | null }>;
  /** Everything that it said so far. */
  progress(): string;
}

export function runDemo(system: TestSystem, args: string[]): DemoRun {
  const child = spawn(
    process.execPath,
    [
      join(root, 'tools/demo/src/main.ts'),
      ...['--json', '--url', system.url, '--admin-token', system.adminToken],
      ...['--database-url', system.database.url, '--first-retry', `${system.firstRetryMs}ms`, ...args],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let progress = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (progress += chunk));
  const result = once(child, 'close').then(([exitCode]) => {
    const last = output.trim().split('\n').at(-1) ?? '';
    if (!last.startsWith('{')) throw new Error(`the demo gave no verdict:\n${progress}${output}`);
    return { verdict: JSON.parse(last) as Verdict, exitCode };
  });
  return { result, progress: () => progress };
}
