// The command line of `npm run dlq`. Pure.
import { parseArgs } from 'node:util';
import { isUuid } from '@hopline/wire/uuid';

/** Whose dead letters: deliveries that were given up, or records that could not be stored. */
export type Letters = 'deliveries' | 'events';

export interface LetterFilter {
  readonly endpointId: string | undefined;
  readonly organizationId: string | undefined;
  readonly reason: string | undefined;
  /** Milliseconds since the epoch, of the letter. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface DlqOptions {
  readonly command: 'list' | 'show' | 'replay' | 'help';
  readonly letters: Letters;
  readonly filter: LetterFilter;
  /** Of `show`. */
  readonly place: { readonly partition: number; readonly offset: bigint } | undefined;
  /** Letters that `list` prints. */
  readonly limit: number;
  /** Letters a second that `replay` puts back. */
  readonly rate: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const USAGE = `npm run dlq -- <command> [options]
Commands:
  list                       the dead letters, the oldest first, and how many there are for each reason
  show <partition>:<offset>  one of them, with its headers and what stands in Postgres
  replay                     puts back those that fit the options: deliveries become pending again, from the start of
                             their ladder; records go back to the events topic, at their partition
Options:
  --letters deliveries|events  of deliveries that were given up (as without it), or of records that could not be stored
  --endpoint <id>              of this endpoint's deliveries
  --organization <id>          of this organization
  --reason <word>              with this reason, such as exhausted
  --from <time>, --to <time>   written at this time or later, and before that; RFC 3339
  --all                        replay without any of the filters above
  --limit <n>                  list: print so many at most (100)
  --rate <n>                   replay: so many a second (50)
  --dry-run                    replay: only say what would be done
  --json                       one JSON document instead of text
  --help                       this text
A letter is replayed once: one whose delivery has moved on since is passed over, so the same command can be given again
after it was cut short. A record of the events topic that is replayed twice is stored once.
Exit code 0: done; 1: some letters could not be replayed; 2: it could not be done at all.`;

/** @throws {RangeError} saying what is wrong */
export function readOptions(args: readonly string[]): DlqOptions {
  const { values, positionals } = parse(args);
  const command = values.help ? 'help' : positionals[0];
  if (command !== 'list' && command !== 'show' && command !== 'replay' && command !== 'help')
    throw new RangeError(`"${command ?? ''}" is no command: take list, show or replay`);
  const letters = values.letters ?? 'deliveries';
  if (letters !== 'deliveries' && letters !== 'events')
    throw new RangeError('--letters takes deliveries or events');
  const { endpoint, organization, reason, from, to } = values;
  for (const [name, id] of Object.entries({ endpoint, organization }))
    if (id !== undefined && !isUuid(id)) throw new RangeError(`--${name} takes an id`);
  if (endpoint !== undefined && letters === 'events')
    throw new RangeError('--endpoint is of deliveries: records have none');
  const isFiltered = [endpoint, organization, reason, from, to].some((value) => value !== undefined);
  // By oversight it would be all of thirty days.
  if (command === 'replay' && !isFiltered && !values.all)
    throw new RangeError('replay takes a filter, or --all');
  if (command !== 'show' && positionals.length > 1)
    throw new RangeError(`"${positionals[1]}" is too much for ${command}`);
  return {
    command,
    letters,
    filter: {
      endpointId: endpoint,
      organizationId: organization,
      reason,
      fromMs: from === undefined ? Number.NEGATIVE_INFINITY : readTime('from', from),
      toMs: to === undefined ? Number.POSITIVE_INFINITY : readTime('to', to),
    },
    place: command === 'show' ? readPlace(positionals[1]) : undefined,
    limit: readCount('limit', values.limit ?? '100'),
    rate: readCount('rate', values.rate ?? '50'),
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ letters: text, endpoint: text, organization: text, reason: text, from: text, to: text },
        ...{ limit: text, rate: text, all: flag, 'dry-run': flag, json: flag, help: flag },
      },
    });
  } catch (error) {
    throw new RangeError((error as Error).message);
  }
}

function readTime(name: string, text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/^\d{4}-/.test(text))
    throw new RangeError(`--${name} takes a time such as 2026-03-01T12:00:00Z`);
  return ms;
}

function readCount(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new RangeError(`--${name} takes a number from 1 on`);
  return Number(text);
}

function readPlace(text = ''): { partition: number; offset: bigint } {
  const [, partition, offset] = /^(\d{1,9}):(\d{1,18})$/.exec(text) ?? [];
  if (partition === undefined || offset === undefined)
    throw new RangeError('show takes <partition>:<offset>, as list prints it');
  return { partition: Number(partition), offset: BigInt(offset) };
}
