// The examples in the README of packages/sdk, each a program.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHILD_ENV } from '../child-env.ts';
import type { Cleanup } from '../cleanup.ts';

const readme = join(import.meta.dirname, '../../../packages/sdk/README.md');

/** Those of a language, by the name in their first line. */
export function readmePrograms(language: 'ts' | 'js'): Map<string, string> {
  const text = readFileSync(readme, 'utf8');
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\\n// (\\S+)\\n(.*?)\`\`\``, 'gs'))];
  assert.equal(blocks.length, text.split(`\`\`\`${language}\n`).length - 1, 'an example without a name');
  return new Map(blocks.map(([, name = '', program = '']) => [name, program]));
}

export interface Program {
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

/** Starts one that stands in a folder; it ends with the test. */
export function runProgram(
  t: Cleanup,
  folder: string,
  name: string,
  env: Readonly<Record<string, string>>,
): Program {
  const child: ChildProcess = spawn(process.execPath, [name], { cwd: folder, env: { ...CHILD_ENV, ...env } });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { output: () => output, exitCode };
}
