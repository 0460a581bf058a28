import type { FaultOptions } from './options.ts';
import type { Played } from './playable.ts';
import { openRunState } from './run-state.ts';
import type { Servers } from './servers.ts';

const HOUR_MS = 3_600_000;

export interface Result {
  readonly name: string;
  readonly played: Played;
}

/**
 * Plays the scenarios one after the other; with `hours` again and again, each round with the next seed, until so long a
 * time has passed.
 */
export async function runSuite(
  options: FaultOptions,
  servers: Servers,
  say: (text: string) => void,
): Promise<Result[]> {
  const end = performance.now() + options.hours * HOUR_MS;
  const results = await runRound(options, servers, say);
  for (let round = 1; performance.now() < end; round += 1) {
    const left = Math.round((end - performance.now()) / 60_000);
    say(`round ${round + 1}, seed ${options.seed + round}, ${left} minutes left`);
    results.push(...(await runRound({ ...options, seed: options.seed + round }, servers, say)));
  }
  return results;
}

async function runRound(
  { suite, scenarios, seed, rate, resume }: FaultOptions,
  servers: Servers,
  say: (text: string) => void,
): Promise<Result[]> {
  const state = openRunState(suite, seed, resume);
  const results: Result[] = [];
  for (const [i, scenario] of scenarios.entries()) {
    const { name, about } = scenario;
    const before = state.passed(name);
    say(`[${i + 1}/${scenarios.length}] ${name}: ${before ? 'has passed already' : about}`);
    const played = before ?? (await scenario.play({ seed, servers, rate, say: (text) => say(`  ${text}`) }));
    if (!before) {
      tell(played, say);
      state.save(name, played);
    }
    results.push({ name, played });
  }
  return results;
}

function tell({ passed, seconds, summary, problems, kept }: Played, say: (text: string) => void): void {
  say(`  ${passed ? 'passed' : 'FAILED'} in ${seconds} s: ${summary}`);
  for (const problem of problems) say(`    ${problem}`);
  if (kept) say(`    ledger and logs: ${kept}`);
}
