// `npm run verify:console:million`: a million events in a real Postgres, the console's lists over them through a real api and in a real
// Chromium, and the live tail at 500 events a second. What goes on to standard error, `N passed, N failed` to standard output.
import { parseArgs } from 'node:util';
import { describeError } from '@hopline/runtime/errors';
import { Checks } from '../metrics/checks.ts';
import { withCleanup } from '../support/cleanup.ts';
import { PARTS, type Part, verifyMillion } from './verify.ts';

const USAGE = `npm run verify:console:million [-- options]
  Stores a million events with their deliveries in a Postgres of its own, and asks every list that the console shows, with every
  filter, through the api and in Chromium. No request may take more than 300 ms: run nothing beside it. Some ten minutes.
  --only PART        ${['lists', 'browser', 'tail'].join(', ')}; repeated for several (default all)
  --events N         how many events (default 1000000)
  --rate N           events a second, for the tail (default 500)
  --seconds N        how long the tail is looked at (default 60)
  --explain FILE     Postgres's log goes there, with the plan of each statement above 100 ms
  --help             this text
Exit code 0: all passed; 1: something failed; 2: it could not be done.`;

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      ...{ events: text, rate: text, seconds: text, explain: text, help: { type: 'boolean' } },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const wrong = values.only?.find((part) => !PARTS.includes(part as Part));
  if (wrong !== undefined) throw new RangeError(`--only takes ${PARTS.join(', ')}, not "${wrong}"`);
  const parts = PARTS.filter((part) => values.only?.includes(part) ?? true);
  const count = (name: 'events' | 'rate' | 'seconds', byDefault: number) => {
    const value = Number(values[name] ?? byDefault);
    if (Number.isInteger(value) && value > 0) return value;
    throw new RangeError(`--${name} takes a whole number above 0, not "${values[name]}"`);
  };
  const options = {
    ...{ parts, explainTo: values.explain },
    ...{ events: count('events', 1_000_000), rate: count('rate', 500), seconds: count('seconds', 60) },
  };
  const checks = new Checks(say);
  await withCleanup((t) => verifyMillion(t, options, checks, say));
  console.log(`${checks.passed} passed, ${checks.failures.length} failed`);
  return checks.failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`verify:console:million: ${describeError(error)}`);
  process.exitCode = 2;
}
