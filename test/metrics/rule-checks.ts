// deploy/prometheus by promtool: the syntax of the rules, and each alert's own test.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@hopline/dev/run-command';
import type { Checks } from './checks.ts';

export const RULES = join(import.meta.dirname, '..', '..', 'deploy', 'prometheus');

export async function checkRules(promtool: string, checks: Checks): Promise<void> {
  const rules = globSync('*.rules.yaml', { cwd: RULES }).sort();
  const tests = globSync('tests/*.test.yaml', { cwd: RULES }).sort();
  if (rules.length === 0 || tests.length === 0)
    throw new Error(`there are no rules, or no tests, in ${RULES}`);
  for (const file of rules) await promtoolSays(checks, promtool, ['check', 'rules', file]);
  for (const file of tests) await promtoolSays(checks, promtool, ['test', 'rules', file]);
}

async function promtoolSays(checks: Checks, promtool: string, args: string[]): Promise<void> {
  const { code, output } = await runCommand(promtool, args, { cwd: RULES, dieWithUs: true });
  checks.note(`promtool ${args.join(' ')}`, code === 0 ? undefined : output.trim());
}
