// The command line of `npm run trace`. Pure.
import { parseArgs } from 'node:util';
import { isUuid } from '@hopline/wire/uuid';

export type TraceOptions =
  | { readonly command: 'help' }
  | { readonly command: 'trace'; readonly eventId: string; readonly json: boolean };

export const USAGE = `npm run trace -- <event id> [--json]
Prints the way of an event through Hopline as a tree with times: what the tables say of it, of its deliveries and of each
attempt, and, where TRACE_QUERY_URL is set, the spans of its traces: that of its request, those of later retries and replays,
and that of the batch that it was stored with.
Options:
  --json   one JSON document instead of text
  --help   this text
Exit code 0: printed; 1: there is no such event; 2: it could not be read.`;

/** @throws {RangeError} saying what is wrong */
export function readOptions(args: readonly string[]): TraceOptions {
  const { values, positionals } = parse(args);
  if (values.help) return { command: 'help' };
  const [given, more] = positionals;
  if (given === undefined) throw new RangeError('which event? npm run trace -- <event id>');
  if (more !== undefined) throw new RangeError(`one event at a time: "${more}" is too much`);
  const eventId = given.toLowerCase();
  if (!isUuid(eventId)) {
    throw new RangeError(`"${given}" is not an event's id: it is the UUID that POST /api/events answered`);
  }
  return { command: 'trace', eventId, json: values.json ?? false };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { json: flag, help: flag } });
  } catch (error) {
    throw new RangeError((error as Error).message);
  }
}
