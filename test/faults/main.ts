// `npm run faults`: progress to standard error, the table and the counts to standard output. With --json the counts alone
// go there.
import { describeError } from '@hopline/runtime/errors';
import { briefTable } from './all/brief-table.ts';
import { faultTable } from './all/fault-table.ts';
import { writeReport } from './all/write-report.ts';
import { type FaultOptions, parseOptions, USAGE } from './options.ts';
import { type Result, runSuite } from './run-suite.ts';
import { type Servers, startServers } from './servers.ts';
import { soak } from './soak.ts';
import { table } from './table.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

/** An interrupted run leaves nothing behind either. */
function closeOnSignal(servers: Servers): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(`${signal}: closing`);
      void servers.close().finally(() => process.exit(130));
    });
  }
}

/** Scenarios of several hops have few columns in common. */
function tableOf(suite: string, results: readonly Result[]): string {
  if (suite === 'all') return faultTable(results);
  if (suite === 'short') return briefTable(results);
  return table(results.map(({ played }) => played));
}

async function run(options: FaultOptions): Promise<number> {
  const { suite, scenarios, seed, json, list, help, write } = options;
  if (help || list) {
    console.log(help ? USAGE : scenarios.map(({ name, about }) => `${name}: ${about}`).join('\n'));
    return 0;
  }
  say(`seed ${seed}: ${scenarios.map(({ name }) => name).join(', ')}`);
  const servers = await startServers();
  closeOnSignal(servers);
  const results = await runSuite(options, servers, say).finally(() => servers.close());
  const grown = soak(results);
  for (const problem of grown?.problems ?? []) say(`  soak: ${problem}`);
  const passed = results.filter(({ played }) => played.passed).length;
  // A run whose processes have grown from its first round to its last one has failed, whatever its scenarios say.
  const failed = results.length - passed + (grown?.problems.length ?? 0);
  const counts = [`${passed} passed, ${failed} failed, seed ${seed}`, ...(grown ? [grown.summary] : [])].join(
    '\n',
  );
  const shown = tableOf(suite, results);
  if (write) writeReport({ seed, table: shown, counts: `${passed} passed, ${failed} failed` });
  if (json) {
    say(`${shown}\n${counts}`);
    console.log(JSON.stringify({ passed, failed }));
  } else {
    console.log(`${shown}\n${counts}`);
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
