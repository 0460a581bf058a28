// `npm run verify:load`: the scripts of test/load with a real k6 on a real system, and `npm run load` beside k6. What goes on to
// standard error, `N passed, N failed` to standard output.
import { parseArgs } from 'node:util';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { buildK6 } from '@hopline/dev/k6';
import { describeError } from '@hopline/runtime/errors';
import { Checks } from '../../metrics/checks.ts';
import { type Cleanup, withCleanup } from '../../support/cleanup.ts';
import { makeTemplate } from '../../support/database.ts';
import { startSystem } from '../../support/system.ts';
import { type AgreementOptions, checkAgreement } from './agreement.ts';
import { checkScripts } from './scripts.ts';

const USAGE = `npm run verify:load [-- options]
  Builds k6 with Go where it is not there yet (some minutes, once), starts a real system, runs each script of test/load
  shortly, and compares \`npm run load\` with k6 at the same rate, side by side.
  --only PART        scripts or agreement (default both)
  --rounds N         of the agreement; the median of their ratios counts (default 8)
  --events N         that each of the two sends, in all rounds together (default 20000)
  --rate N           events a second (default 250)
  --concurrency N    connections (default 64)
  --help             this text
Exit code 0: all passed; 1: something failed; 2: it could not be done.`;

const PARTS = ['scripts', 'agreement'] as const;
type Part = (typeof PARTS)[number];

const say = (text: string) => process.stderr.write(`${text}\n`);

/** Nothing stores the events of the agreement, so that the api would soon ask their organization to wait. */
const ENV = { MAX_PARTITION_BACKLOG: '1000000000' };

async function verify(
  t: Cleanup,
  parts: readonly Part[],
  counts: AgreementOptions,
  checks: Checks,
): Promise<void> {
  const k6 = await buildK6(say);
  say('starting Kafka, Postgres and the services');
  const postgres = await startPostgres({ durable: false });
  t.after(() => postgres.close());
  const admin = new URL(postgres.url);
  admin.pathname = '/postgres';
  await makeTemplate(admin.href);
  process.env.TEST_DATABASE_ADMIN_URL = admin.href;
  const system = await startSystem(t, ENV);
  if (parts.includes('scripts')) await checkScripts(t, k6, system, { checks, say });
  if (parts.includes('agreement')) await checkAgreement(t, k6, system, counts, { checks, say });
}

async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      only: text,
      rounds: text,
      events: text,
      rate: text,
      concurrency: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part);
  if (parts.length === 0) throw new RangeError(`--only takes ${PARTS.join(' or ')}, not "${values.only}"`);
  const count = (name: 'rounds' | 'events' | 'rate' | 'concurrency', byDefault: number) => {
    const value = Number(values[name] ?? byDefault);
    if (Number.isInteger(value) && value > 0) return value;
    throw new RangeError(`--${name} takes a whole number above 0, not "${values[name]}"`);
  };
  const rounds = count('rounds', 8);
  const counts = {
    rounds,
    eventsInTurn: Math.ceil(count('events', 20_000) / rounds),
    perSecond: count('rate', 250),
    concurrency: count('concurrency', 64),
  };
  const checks = new Checks(say);
  await withCleanup((t) => verify(t, parts, counts, checks));
  console.log(`${checks.passed} passed, ${checks.failures.length} failed`);
  return checks.failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(`verify:load: ${describeError(error)}`);
  process.exitCode = 2;
}
