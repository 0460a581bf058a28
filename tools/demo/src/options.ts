import { parseArgs } from 'node:util';
import { parseDuration } from '@hopline/runtime/duration';

export const USAGE = `npm run demo [-- options]
  Posts real webhook payloads for two organizations, a tenth of them twice, to a receiver of its own that answers 503 to
  every 20th first attempt, and checks that each arrived once, signed. Uses the system that \`npm start\` runs in this
  folder, or starts one.

  --events N            how many events (default: every example payload once)
  --rate R              events a second (default 50)
  --json                the result as one last line of JSON
  --url URL             a system elsewhere, with --admin-token TOKEN and, to count rows, --database-url URL
  --first-retry DELAY   the first delay of the system's ladder (default 5s): no retry may come earlier
  --give-up DELAY       end when nothing has arrived for so long and something is missing (default 3m)
  --help                this text`;

export interface DemoOptions {
  readonly events: number | undefined;
  readonly rate: number;
  readonly json: boolean;
  readonly url: string | undefined;
  readonly adminToken: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly firstRetryMs: number;
  readonly giveUpMs: number;
  readonly help: boolean;
}

/** @throws {RangeError} with a message for the person who typed it */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string' },
      rate: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
      url: { type: 'string' },
      'admin-token': { type: 'string' },
      'database-url': { type: 'string' },
      'first-retry': { type: 'string', default: '5s' },
      'give-up': { type: 'string', default: '3m' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.url && !values['admin-token']) throw new RangeError('--url needs --admin-token');
  return {
    events: values.events === undefined ? undefined : positive('--events', values.events, true),
    rate: positive('--rate', values.rate, false),
    json: values.json,
    url: values.url?.replace(/\/$/, ''),
    adminToken: values['admin-token'],
    databaseUrl: values['database-url'],
    firstRetryMs: parseDuration(values['first-retry']),
    giveUpMs: parseDuration(values['give-up']),
    help: values.help,
  };
}

function positive(name: string, text: string, whole: boolean): number {
  const value = Number(text);
  if (!(value > 0) || (whole && !Number.isInteger(value))) {
    throw new RangeError(`${name} takes a ${whole ? 'whole ' : ''}number above 0, not "${text}"`);
  }
  return value;
}
