import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Playable } from './playable.ts';
import { SUITES } from './suites.ts';

export const USAGE = `npm run faults -- <hop> [options]
  persist        kills, stops and starves what is around persist while events come in, and judges by a ledger outside
                 of the system what was lost or doubled
  deliver        the same for deliver, with receivers that misbehave: what was lost, posted twice, too early or badly signed
  ingest         the same for the api, over HTTP, to the receivers
  rolling        several processes of each service behind a round-robin proxy: replaced one by one, more and fewer of
                 them, two releases at once; by what clients and receivers see
  all            every fault of docs/reliability.md, once
  short          eight of them, for CI
                 They start a Kafka and a Postgres of their own.

  --only NAMES   only scenarios whose names begin with one of these, separated by commas: to go on after a failure
  --list         the names of the scenarios
  --seed N       repeats the choices of an earlier run
  --resume       goes on with the run of the same hop and seed: what has passed is not played again
  --rate N       ingest, rolling: events a second (100, 500)
  --hours N      again and again, each time with the next seed, until so many hours have passed
  --write        all: puts the table into docs/reliability.md
  --json         {"passed":…,"failed":…} alone on standard output; the table goes to standard error
  --help         this text`;

export interface FaultOptions {
  /** Its name. */
  readonly suite: string;
  readonly scenarios: readonly Playable[];
  readonly seed: number;
  /** Undefined: what the scenarios know. */
  readonly rate: number | undefined;
  readonly hours: number;
  readonly resume: boolean;
  readonly write: boolean;
  readonly json: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

const SEEDS = 2 ** 31;

const OPTIONS = {
  only: { type: 'string' },
  seed: { type: 'string' },
  rate: { type: 'string' },
  hours: { type: 'string' },
  resume: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new RangeError((error as Error).message);
  }
}

/** @throws {RangeError} with a message for the person who typed it */
export function parseOptions(args: readonly string[]): FaultOptions {
  const { values, positionals } = parse(args);
  const { json, list, help, resume, write } = values;
  const flags = { json, list, help, resume, write };
  if (help) return { ...flags, suite: '', scenarios: [], seed: 0, rate: undefined, hours: 0 };
  const [name = '', ...more] = positionals;
  const suite = SUITES[name];
  if (!suite || more.length > 0) throw new RangeError(`name one hop: ${Object.keys(SUITES).join(', ')}`);
  const seed = values.seed === undefined ? randomInt(SEEDS) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) throw new RangeError('--seed takes a whole number');
  if (resume && values.seed === undefined) throw new RangeError('--resume needs the --seed of the run');
  if (write && (name !== 'all' || values.only !== undefined)) {
    throw new RangeError('--write is for all of `all`');
  }
  return {
    ...{ ...flags, suite: name, scenarios: chosen(suite, values.only), seed },
    rate: values.rate === undefined ? undefined : positive('--rate', values.rate),
    hours: values.hours === undefined ? 0 : positive('--hours', values.hours),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError(`${option} takes a number above 0`);
  return value;
}

function chosen(suite: readonly Playable[], only: string | undefined): readonly Playable[] {
  if (only === undefined) return suite;
  const beginnings = only.split(',').map((text) => text.trim());
  for (const beginning of beginnings) {
    if (suite.some(({ name }) => name.startsWith(beginning))) continue;
    throw new RangeError(`no scenario begins with "${beginning}": --list names them`);
  }
  return suite.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning)));
}
