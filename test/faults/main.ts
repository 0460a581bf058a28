// `npm run faults`: progress to standard error, the table and the counts to standard output. With --json the counts alone
// go there.
import { describeError } from '@hopline/runtime/errors';
import { type FaultOptions, parseOptions, USAGE } from './options.ts';
import type { Played } from './playable.ts';
import { type Servers, startServers } from './servers.ts';
import { table } from './table.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

function tell({ passed, seconds, summary, problems, kept }: Played): void {
  say(`  ${passed ? 'passed' : 'FAILED'} in ${seconds} s: ${summary}`);
  for (const problem of problems) say(`    ${problem}`);
  if (kept) say(`    ledger and logs: ${kept}`);
}

async function runAll({ scenarios, seed, rate }: FaultOptions, servers: Servers): Promise<Played[]> {
  const results: Played[] = [];
  for (const [i, scenario] of scenarios.entries()) {
    say(`[${i + 1}/${scenarios.length}] ${scenario.name}: ${scenario.about}`);
    const result = await scenario.play({ seed, servers, rate, say: (text) => say(`  ${text}`) });
    tell(result);
    results.push(result);
  }
  return results;
}

/** An interrupted run leaves nothing behind either. */
function closeOnSignal(servers: Servers): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(`${signal}: closing`);
      void servers.close().finally(() => process.exit(130));
    });
  }
}

async function run(options: FaultOptions): Promise<number> {
  const { scenarios, seed, json, list, help } = options;
  if (help || list) {
    console.log(help ? USAGE : scenarios.map(({ name, about }) => `${name}: ${about}`).join('\n'));
    return 0;
  }
  say(`seed ${seed}: ${scenarios.map(({ name }) => name).join(', ')}`);
  const servers = await startServers();
  closeOnSignal(servers);
  const results = await runAll(options, servers).finally(() => servers.close());
  const passed = results.filter((result) => result.passed).length;
  const failed = results.length - passed;
  const counts = `${passed} passed, ${failed} failed, seed ${seed}`;
  if (json) {
    say(`${table(results)}\n${counts}`);
    console.log(JSON.stringify({ passed, failed }));
  } else {
    console.log(`${table(results)}\n${counts}`);
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  say(
    error instanceof RangeError ? `faults: ${error.message}\n\n${USAGE}` : `faults: ${describeError(error)}`,
  );
  process.exitCode = 2;
}
