// Events at a steady rate, by `npm run load`, with a receiver that takes their webhooks.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadResult } from '@hopline/load/result';
import type { Cleanup } from '../support/cleanup.ts';
import type { Access } from './ask-lists.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'tools', 'load', 'src', 'main.ts');

export interface Sending {
  /** What it came to, once all is sent and delivered. */
  readonly result: Promise<LoadResult>;
  hasEnded(): boolean;
}

/** Begins to send `rate` events a second, for so many seconds; ended with `t`. */
export function sendSteadily(
  t: Cleanup,
  { url, apiKey }: Access,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Sending {
  const numbers = ['--rate', String(rate), '--events', String(rate * seconds)];
  const child = spawn(process.execPath, [MAIN, '--url', url, '--key', apiKey, ...numbers, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const result = resultOf(child);
  // Whoever ends it hears of it.
  result.catch(() => {});
  return { result, hasEnded: () => child.exitCode !== null };
}

async function resultOf(child: ChildProcess): Promise<LoadResult> {
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  await once(child, 'close');
  const last = output.trim().split('\n').at(-1) ?? '';
  if (last === '') throw new Error('the load ended without a result');
  return JSON.parse(last) as LoadResult;
}
