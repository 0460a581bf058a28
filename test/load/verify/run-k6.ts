// One run of k6, and what it says of itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from '../../support/cleanup.ts';

const SCRIPTS = join(import.meta.dirname, '..');

/** A metric as k6's summary has it: figures by name, and whether each threshold was crossed. */
export type SummaryMetric = Readonly<Record<string, number>> & {
  readonly thresholds?: Readonly<Record<string, boolean>>;
};

export interface K6Run {
  /** 0: all thresholds were kept; 99: one was crossed. */
  readonly exitCode: number | null;
  readonly metrics: Readonly<Record<string, SummaryMetric>>;
  /** The end of what it printed. */
  readonly output: string;
}

/**
 * Runs a script of test/load to its end.
 * @param env what the script takes from the environment
 * @throws {Error} when it gives no summary
 */
export async function runK6(
  t: Cleanup,
  program: string,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<K6Run> {
  const folder = await mkdtemp(join(tmpdir(), 'hopline-k6-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const summary = join(folder, 'summary.json');
  // By its own environment: secrets on a command line can be read by everybody on the machine.
  const args = ['run', '--quiet', '--no-color', '--summary-export', summary, join(SCRIPTS, `${script}.ts`)];
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, HOME: folder, K6_NO_USAGE_REPORT: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [exitCode] = await once(child, 'close');
  const text = await readFile(summary, 'utf8').catch(() => {
    throw new Error(`k6 ended with code ${exitCode} and gave no summary:\n${output.slice(-2000)}`);
  });
  return { exitCode, metrics: JSON.parse(text).metrics, output: output.slice(-3000) };
}
