// `npm run reconcile`: checks the books of all partitions and organizations. Exit code 0 when they add up, 1 when they do
// not, 2 when they could not be read.
import { parseArgs } from 'node:util';
import { connectAdmin } from '@hopline/kafka/connect';
import { kafkaConnection } from '@hopline/kafka/settings';
import { readOrganizationBooks } from '@hopline/postgres/books/read-organization-books';
import { readPartitionBooks } from '@hopline/postgres/books/read-partition-books';
import { createPool } from '@hopline/postgres/pool';
import { databaseOf } from '@hopline/postgres/settings';
import { describeSettings } from '@hopline/runtime/command-line';
import { describeError } from '@hopline/runtime/errors';
import { type ConfigOf, loadSettings } from '@hopline/runtime/settings';
import { topicNames } from '@hopline/wire/topics';
import { checkBooks, type Logs } from './check-books.ts';
import { reconcileSettings } from './config.ts';
import { printReport } from './print-report.ts';

type Config = ConfigOf<typeof reconcileSettings>;

// Both read the whole ledger, which holds a row for each hour, partition and organization.
const STATEMENT_TIMEOUT_MS = 10 * 60_000;

const HELP = [
  'npm run reconcile [-- --json]',
  'Whether the books of all partitions and organizations add up, and how far persist is behind the logs.',
  'Exit code 0: they add up; 1: they do not; 2: they could not be read. When Kafka does not answer, the report says so,',
  'and the books are compared with each other alone.',
  ...describeSettings('reconcile', reconcileSettings).split('\n').slice(1),
].join('\n');

try {
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  console.error(`reconcile: ${describeError(error)}`);
  process.exitCode = 2;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const config = loadSettings(reconcileSettings, env);
  const books = await readBooks(config);
  // Asked after the books were read: what comes in meanwhile can only move the ends on.
  let logs: Logs | undefined;
  let kafkaProblem: string | undefined;
  try {
    logs = await readLogs(config);
  } catch (error) {
    kafkaProblem = describeError(error);
  }
  const checked = checkBooks(books, logs);
  const report = options.json
    ? JSON.stringify({ ...checked, kafkaProblem: kafkaProblem ?? null }, bigintAsNumber)
    : printReport(checked, kafkaProblem);
  console.log(report);
  return checked.holds ? 0 : 1;
}

function readOptions(args: readonly string[]): { json?: boolean; help?: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return values;
  } catch (error) {
    throw new Error(`${describeError(error)}; --help lists what there is`);
  }
}

async function readBooks(config: Config) {
  const pool = createPool({
    ...databaseOf(config),
    size: 2,
    applicationName: 'hopline-reconcile',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    onIdleError: () => {},
  });
  try {
    const [organizations, partitions] = await Promise.all([
      readOrganizationBooks(pool),
      readPartitionBooks(pool),
    ]);
    return { organizations, partitions };
  } catch (error) {
    throw new Error(`the books cannot be read: ${describeError(error)}\n  ${hint(error)}`);
  } finally {
    await pool.end();
  }
}

/** What to do about books that cannot be read. */
function hint(error: unknown): string {
  const { code } = error as { code?: unknown };
  // undefined_table, undefined_column
  if (code === '42P01' || code === '42703')
    return 'run the migrate job on the database of DATABASE_URL first';
  return 'check DATABASE_URL, and that Postgres takes connections';
}

async function readLogs(config: Config): Promise<Logs> {
  const topic = topicNames(config.TOPIC_PREFIX, config.RETRY_LADDER).events;
  await using admin = await connectAdmin({ ...kafkaConnection(config), clientId: 'hopline-reconcile' });
  const [description] = await admin.describe([topic]);
  return { topicId: description?.topicId ?? '', ends: await admin.endOffsets(topic) };
}

/** Offsets and counts stay far below 2^53. */
function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
