import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Playable } from './playable.ts';
import { SUITES } from './suites.ts';

export const USAGE = `npm run faults -- <hop> [options]
  persist        kills, stops and starves what is around persist while events come in, and judges by a ledger outside
                 of the system what was lost or doubled
  deliver        the same for deliver, with receivers that misbehave: what was lost, posted twice, too early or badly signed
  rolling        several processes of each service behind a round-robin proxy: replaced one by one, more and fewer of
                 them, two releases at once; by what clients and receivers see
                 They start a Kafka and a Postgres of their own.

  --only NAMES   only scenarios whose names begin with one of these, separated by commas: to go on after a failure
  --list         the names of the scenarios
  --rate N       rolling: events a second (500)
  --seed N       repeats the choices of an earlier run
  --json         {"passed":…,"failed":…} alone on standard output; the table goes to standard error
  --help         this text`;

export interface FaultOptions {
  readonly scenarios: readonly Playable[];
  readonly seed: number;
  /** Undefined: what the scenarios know. */
  readonly rate: number | undefined;
  readonly json: boolean;
  readonly list: boolean;
  readonly help: boolean;
}

const SEEDS = 2 ** 31;

const OPTIONS = {
  only: { type: 'string' },
  seed: { type: 'string' },
  rate: { type: 'string' },
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
  const { json, list, help } = values;
  if (help) return { scenarios: [], seed: 0, rate: undefined, json, list, help };
  const [name = '', ...more] = positionals;
  const suite = SUITES[name];
  if (!suite || more.length > 0) throw new RangeError(`name one hop: ${Object.keys(SUITES).join(', ')}`);
  const seed = values.seed === undefined ? randomInt(SEEDS) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) throw new RangeError('--seed takes a whole number');
  const rate = values.rate === undefined ? undefined : Number(values.rate);
  if (rate !== undefined && !(rate > 0)) throw new RangeError('--rate takes events a second');
  return { scenarios: chosen(suite, values.only), seed, rate, json, list, help };
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
