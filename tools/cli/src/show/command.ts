// `hopline show`.
import { type EventWay, readEventWay } from '@hopline/postgres/events/read-event-way';
import type { Pool } from '@hopline/postgres/pool';
import { describeError } from '@hopline/runtime/errors';
import type { Command } from 'commander';
import { readId } from '../arguments.ts';
import type { Cli } from '../cli.ts';
import { databaseName, openKafka, openPostgres } from '../connect.ts';
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { namesOf } from '../wanted.ts';
import { findRecords } from './find-records.ts';
import { eventDocument, printEvent } from './print-event.ts';

const NOT_THERE =
  'it is not stored. Either it was never accepted; or it is on its way (hopline groups says how far persist is behind); ' +
  'or it is a dead letter (hopline dlq list --letters events); or its retention was over days ago. ' +
  'hopline tail events --id looks for its record';
const DROPPED = 'it was stored, and dropped at the end of its retention (EVENT_RETENTION)';

async function showEvent(cli: Cli, id: string, { json }: { json?: true }): Promise<ExitCode> {
  await using pool = openPostgres(cli.env);
  const way = await readWay(cli, pool, id);
  await using kafka = await openKafka(cli.env);
  const names = namesOf(cli.env).topics;
  const found = await findRecords({ kafka, pool, names, signal: cli.signal }, way);
  if (json) cli.terminal.json(eventDocument(way, found));
  else cli.terminal.print(printEvent(way, found, cli.terminal.paint));
  return EXIT.fine;
}

async function readWay({ env }: Cli, pool: Pool, id: string): Promise<EventWay> {
  let way: EventWay | 'dropped' | undefined;
  try {
    way = await readEventWay(pool, id);
  } catch (error) {
    throw new CommandError(
      EXIT.unavailable,
      `Postgres cannot be read at ${databaseName(env)}: ${describeError(error)}\n  check DATABASE_URL, and that the migrate job has run`,
    );
  }
  if (way === undefined) throw new CommandError(EXIT.wrong, `there is no event ${id}: ${NOT_THERE}`);
  if (way === 'dropped') throw new CommandError(EXIT.wrong, `there is no event ${id} any more: ${DROPPED}`);
  return way;
}

/** Adds the command to the program. */
export function addShow(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('show')
    .description('an event: its rows, and its records with partition and offset')
    .argument('<event-id>', 'the id that POST /api/events answered', readId)
    .option('--json', 'one JSON document')
    .action((id: string, options) => run((cli) => showEvent(cli, id, options)))
    .addHelpText(
      'after',
      `
Its record is read where its row says that it stood; those of its deliveries are looked for in the partition of each
endpoint, from the time on when the event was accepted. \`hopline trace\` prints its way as a tree, with its spans.

Example:
  hopline show 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77`,
    );
}
