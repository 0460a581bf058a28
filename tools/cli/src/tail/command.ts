// `hopline tail`.
import { createRecordDecoder } from '@hopline/kafka/record-decoder';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import type { Command } from 'commander';
import { readCount, readId, readNumber } from '../arguments.ts';
import type { Cli } from '../cli.ts';
import { openKafka, openPostgres } from '../connect.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { namesOf } from '../wanted.ts';
import { readFrom } from './from.ts';
import { type TailOptions, tail } from './tail.ts';
import { resolveTopic } from './topic-argument.ts';

async function runTail(cli: Cli, given: string, options: TailOptions): Promise<ExitCode> {
  const names = namesOf(cli.env).topics;
  const topic = resolveTopic(given, names);
  if (options.type !== undefined && topic !== names.events && topic !== names.eventsDlq) {
    throw new UsageError('--type is of events: wake-ups have none');
  }
  await using kafka = await openKafka(cli.env);
  await using pool = openPostgres(cli.env);
  const decoder = createRecordDecoder(topic, names, (references) => findSchemas(pool, references));
  await tail(cli, { kafka, decoder, topic }, options);
  return EXIT.fine;
}

/** Adds the command to the program. */
export function addTail(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('tail')
    .description('records of a topic, decoded, with their headers and trace')
    .argument('<topic>', 'events, events.dlq, deliveries, retry.5s, deliveries.dlq, or a whole name')
    .option('--org <id>', 'of this organization', readId)
    .option('--type <type>', 'events of this type, or of these: order.*', String)
    .option('--id <id>', 'of this event, delivery or endpoint', readId)
    .option(
      '--from <where>',
      'from there on: beginning, now, a time, how long ago (15m), or <partition>:<offset>',
      readFrom,
    )
    .option('-n, --last <count>', 'the last so many that fit (10 without --from)', readCount)
    .option('--partition <number>', 'of this partition', readNumber)
    .option('-f, --follow', 'then go on with those that come, until Ctrl-C')
    .option('--body', "also the webhook's body of an event, which is the customer's data")
    .option('--json', 'one JSON document a line')
    .action((topic: string, options: TailOptions) => run((cli) => runTail(cli, topic, options)))
    .addHelpText(
      'after',
      `
Reads without a consumer group: nobody's place moves. With a filter and without --from the whole topic is read.

Examples:
  hopline tail events
  hopline tail events --type 'order.*' --from 15m --follow
  hopline tail events --id 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77 --body
  hopline tail retry.5s --json | jq .delivery.id`,
    );
}
