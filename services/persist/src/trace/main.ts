// `npm run trace`: the way of an event. Exit code 0: printed; 1: there is no such event; 2: it could not be read.
import { type EventWay, readEventWay } from '@hopline/postgres/events/read-event-way';
import { createPool } from '@hopline/postgres/pool';
import { databaseOf } from '@hopline/postgres/settings';
import { describeSettings } from '@hopline/runtime/command-line';
import { describeError } from '@hopline/runtime/errors';
import { type ConfigOf, loadSettings } from '@hopline/runtime/settings';
import { fetchSpans } from './back-end.ts';
import { traceSettings } from './config.ts';
import { readOptions, USAGE } from './options.ts';
import { type Found, printWay, wayDocument } from './print-way.ts';
import { traceIdsOf } from './way-tree.ts';

type Config = ConfigOf<typeof traceSettings>;

const NOT_THERE =
  'It is not stored. Either it was never accepted; or it is on its way (npm run reconcile says how far persist is behind); ' +
  'or it is a dead letter (npm run dlq -- list --letters events); or its retention was over days ago.';
const DROPPED = 'It was stored, and dropped at the end of its retention (EVENT_RETENTION).';

try {
  process.exitCode = await run(process.argv.slice(2), process.env);
} catch (error) {
  console.error(`trace: ${describeError(error)}`);
  process.exitCode = 2;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const options = readOptions(args);
  if (options.command === 'help') {
    console.log([USAGE, ...describeSettings('trace', traceSettings).split('\n').slice(1)].join('\n'));
    return 0;
  }
  const config = loadSettings(traceSettings, env);
  const way = await readWay(config, options.eventId);
  if (way === undefined || way === 'dropped') {
    console.error(`trace: there is no event ${options.eventId}. ${way === undefined ? NOT_THERE : DROPPED}`);
    return 1;
  }
  const found = await askBackEnd(config, way);
  console.log(options.json ? JSON.stringify(wayDocument(way, found)) : printWay(way, found));
  return 0;
}

async function readWay(config: Config, id: string): Promise<EventWay | 'dropped' | undefined> {
  const pool = createPool({
    ...databaseOf(config),
    size: 1,
    applicationName: 'hopline-trace',
    onIdleError: () => {},
  });
  try {
    return await readEventWay(pool, id);
  } catch (error) {
    throw new Error(
      `the event cannot be read: ${describeError(error)}\n  check DATABASE_URL, and that Postgres takes connections`,
    );
  } finally {
    await pool.end();
  }
}

/** The tables are of use without it, so that its trouble is told and is none of the command's. */
async function askBackEnd(
  { TRACE_QUERY_URL: url, TRACE_QUERY_HEADERS: headers = {} }: Config,
  way: EventWay,
): Promise<Found | undefined> {
  if (url === undefined) return undefined;
  try {
    return { url, spans: await fetchSpans({ url, headers }, traceIdsOf(way)), problem: undefined };
  } catch (error) {
    return { url, spans: [], problem: describeError(error) };
  }
}
