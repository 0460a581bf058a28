// What `npm run load` can be told, by arguments and by two variables.
import { parseArgs } from 'node:util';
import { parseDuration } from '@hopline/runtime/duration';

export const USAGE = `npm run load [-- options]
  Posts events to a running system and says how soon they were accepted, how many, what was refused and why; follows
  each to a receiver of its own, and says what was delivered, lost or doubled. Without --url it uses the system that
  \`npm start\` runs in this folder.

  --events N             how many events (default 10000)
  --concurrency C        requests under way at most, each on a connection of its own (default 64)
  --rate R               an open loop: R events a second, whatever the answers do. Without it a closed loop: each
                         connection sends its next request when it has its answer, which finds the most that goes
  --burst B              with --rate: B events at the same moment, then none until the rate allows the next B
  --batch K              K events in a request, at most 500 (default 1: POST /api/events)
  --organizations M      spread over M organizations, made for this run with the admin token (default 10)

  --url URL              a system elsewhere, with --key or --admin-token
  --key KEY              send as this key's organization, and make none
  --admin-token TOKEN    to make organizations with; API_KEY and ADMIN_TOKEN in the environment do as well
  --timeout DURATION     a request without an answer is given up after this (default 10s)

  --no-follow            makes no endpoint and does not wait for webhooks
  --receiver URL         where the system can reach this machine, when that is not 127.0.0.1; its port is listened on
  --receiver-port N      … if it is another one behind a proxy or a tunnel
  --give-up DURATION     ends when nothing was delivered for so long and something is missing (default 90s)

  --target-p95 DURATION  what acceptance should take at most (default 100ms)
  --target-errors SHARE  which share of the events may be refused or get no answer (default 1%)
  --json                 the result as one last line of JSON on standard output
  --help                 this text

Exit code 0: nothing was lost; 1: something was, or nothing was accepted, or it could not be run; 2: wrong options;
130: stopped by Ctrl-C. Missing a target alone does not change it.`;

export interface LoadOptions {
  readonly events: number;
  readonly concurrency: number;
  /** Events a second; undefined for a closed loop. */
  readonly rate: number | undefined;
  readonly burst: number;
  readonly batch: number;
  /** Undefined where a key says which organization it is. */
  readonly organizations: number | undefined;
  readonly url: string | undefined;
  /** Where `npm start` keeps everything; undefined for `.hopline` of this folder. */
  readonly directory: string | undefined;
  readonly key: string | undefined;
  readonly adminToken: string | undefined;
  readonly timeoutMs: number;
  readonly follow: boolean;
  readonly receiver: string | undefined;
  readonly receiverPort: number | undefined;
  readonly giveUpMs: number;
  readonly targetP95Ms: number;
  /** 0.01 for one in a hundred. */
  readonly targetErrors: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** What was typed cannot be meant. */
export class OptionError extends Error {}

/** More would not fit into what a run keeps of each event. */
const MAX_EVENTS = 100_000_000;
/** Of a system; see docs/configuration.md, MAX_CONNECTIONS. */
const MAX_CONCURRENCY = 4000;
/** The api takes no more in one request. */
const MAX_BATCH = 500;
const MAX_ORGANIZATIONS = 10_000;
const DEFAULT_ORGANIZATIONS = 10;

/**
 * Reads the arguments; the environment gives what they leave out of the two secrets.
 * @throws {OptionError} with a message for the person who typed it
 */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): LoadOptions {
  const values = readArguments(args);
  const given = (name: keyof typeof values) => values[name] !== undefined;
  const url = values.url === undefined ? undefined : httpUrl('--url', values.url);
  const key = values.key ?? (env.API_KEY || undefined);
  const adminToken = values['admin-token'] ?? (env.ADMIN_TOKEN || undefined);
  const follow = !values['no-follow'];
  const organizations =
    values.organizations === undefined
      ? undefined
      : count('--organizations', values.organizations, MAX_ORGANIZATIONS);

  if (url !== undefined && key === undefined && adminToken === undefined) {
    throw new OptionError(
      '--url needs --key, or --admin-token to make organizations with (or API_KEY or ADMIN_TOKEN).',
    );
  }
  if (given('key') && organizations !== undefined) {
    throw new OptionError(
      '--key sends as one organization: leave out --organizations, or give --admin-token instead of --key.',
    );
  }
  if (given('burst') && !given('rate')) {
    throw new OptionError('--burst says how the events of --rate come: give a rate as well.');
  }
  if (!follow && (given('receiver') || given('receiver-port') || given('give-up'))) {
    throw new OptionError(
      '--receiver, --receiver-port and --give-up are about following: leave out --no-follow.',
    );
  }
  if (given('receiver-port') && !given('receiver')) {
    throw new OptionError('--receiver-port needs --receiver, the URL that leads to it.');
  }
  return {
    events: count('--events', values.events ?? '10000', MAX_EVENTS),
    concurrency: count('--concurrency', values.concurrency ?? '64', MAX_CONCURRENCY),
    rate: values.rate === undefined ? undefined : positive('--rate', values.rate),
    burst: count('--burst', values.burst ?? '1', MAX_EVENTS),
    batch: count('--batch', values.batch ?? '1', MAX_BATCH),
    // A key on the command line, or the only secret that there is, says whose events they are.
    ...(usesKey({ key, keyGiven: given('key'), adminToken, url, organizations })
      ? { key, organizations: undefined }
      : { key: undefined, organizations: organizations ?? DEFAULT_ORGANIZATIONS }),
    url,
    directory: env.HOPLINE_DIRECTORY || undefined,
    adminToken,
    timeoutMs: duration('--timeout', values.timeout ?? '10s'),
    follow,
    receiver: values.receiver === undefined ? undefined : httpUrl('--receiver', values.receiver),
    receiverPort:
      values['receiver-port'] === undefined
        ? undefined
        : count('--receiver-port', values['receiver-port'], 65_535),
    giveUpMs: duration('--give-up', values['give-up'] ?? '90s'),
    targetP95Ms: duration('--target-p95', values['target-p95'] ?? '100ms'),
    targetErrors: share('--target-errors', values['target-errors'] ?? '1%'),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function usesKey(given: {
  key: string | undefined;
  keyGiven: boolean;
  adminToken: string | undefined;
  url: string | undefined;
  organizations: number | undefined;
}): boolean {
  if (given.key === undefined) return false;
  // API_KEY in the environment is for a system elsewhere; that of this folder has its admin token at hand.
  return given.keyGiven || (given.url !== undefined && given.organizations === undefined);
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        events: text,
        concurrency: text,
        rate: text,
        burst: text,
        batch: text,
        organizations: text,
        url: text,
        key: text,
        'admin-token': text,
        timeout: text,
        'no-follow': flag,
        receiver: text,
        'receiver-port': text,
        'give-up': text,
        'target-p95': text,
        'target-errors': text,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    const [first = ''] = (error as Error).message.split(/\. |\n/);
    throw new OptionError(`${first.replace(/\.$/, '')}: \`npm run load -- --help\` lists the options.`);
  }
}

function count(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new OptionError(`${name} takes a whole number from 1 to ${most}, not "${text}".`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new OptionError(`${name} takes a number above 0, not "${text}".`);
}

function share(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text);
  const value = Number(match?.[1]) / (match?.[2] === '%' ? 100 : 1);
  if (match && value <= 1) return value;
  throw new OptionError(`${name} takes a share such as 1% or 0.01, not "${text}".`);
}

function duration(name: string, text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new OptionError(`${name}: ${(error as Error).message}.`);
  }
}

function httpUrl(name: string, text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
  throw new OptionError(`${name} takes a URL such as http://127.0.0.1:8080, not "${text}".`);
}
