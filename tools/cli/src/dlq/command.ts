// `hopline dlq`.
import { type Command, Option } from 'commander';
import { type Place, readCount, readId, readPlace, readTime } from '../arguments.ts';
import type { Cli } from '../cli.ts';
import type { ExitCode } from '../exit-code.ts';
import { discard, list, replay, show } from './work.ts';

function lettersOption(): Option {
  return new Option(
    '--letters <of>',
    'of deliveries that were given up, or of records that could not be stored',
  )
    .choices(['deliveries', 'events'])
    .default('deliveries');
}

function withFilters(command: Command): Command {
  return command
    .addOption(lettersOption())
    .option('--endpoint <id>', "of this endpoint's deliveries", readId)
    .option('--org, --organization <id>', 'of this organization', readId)
    .option('--reason <word>', 'with this reason, such as exhausted')
    .option('--from <time>', 'written at this time or later: RFC 3339, or how long ago (2h)', readTimeOption)
    .option('--to <time>', 'written before that', readTimeOption)
    .option('--json', 'one JSON document');
}

/** commander gives the value of before as well. */
function readTimeOption(text: string): number {
  return readTime(text);
}

/** Adds the commands to the program. */
export function addDlq(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  const dlq = program
    .command('dlq')
    .description('look into the dead-letter topics, put letters back or discard them');
  withFilters(dlq.command('list'))
    .description(
      'the dead letters, the oldest of each partition first, and how many there are for each reason',
    )
    .option('--limit <n>', 'print so many at most', readCount, 100)
    .action((options) => run((cli) => list(cli, options)))
    .addHelpText('after', '\nExample:\n  hopline dlq list --reason exhausted --from 24h');
  dlq
    .command('show')
    .description('one of them, with its headers and what stands in Postgres')
    .argument('<place>', '<partition>:<offset>, as list prints it', readPlace)
    .addOption(lettersOption())
    .option('--json', 'one JSON document')
    .action((place: Place, options) => run((cli) => show(cli, place, options)))
    .addHelpText('after', '\nExample:\n  hopline dlq show 2:17');
  withFilters(dlq.command('replay'))
    .description(
      'put those back that fit: deliveries become pending again, from the start of their ladder; records go back to the events topic, at their partition',
    )
    .option('--all', 'without any of the filters')
    .option('--rate <n>', 'so many a second', readCount, 50)
    .option('--dry-run', 'only say what would be done')
    .action((options) => run((cli) => replay(cli, options)))
    .addHelpText(
      'after',
      `
A letter is replayed once: one whose delivery has moved on since is passed over, so the same command can be given
again after it was cut short. A record of the events topic that is replayed twice is stored once. Exit code 1: some
letters hold nothing that could be put back.

Examples:
  hopline dlq replay --endpoint 0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77 --dry-run
  hopline dlq replay --letters events --reason schema_unknown`,
    );
  withFilters(dlq.command('discard'))
    .description(
      'end what is not worth another attempt: deliveries are cancelled, as by hand; records that could not be stored are deleted from their dead-letter topic',
    )
    .option('--all', 'without any of the filters')
    .option('--dry-run', 'only say what would be done')
    .action((options) => run((cli) => discard(cli, options)))
    .addHelpText(
      'after',
      `
A delivery that is cancelled can still be retried; its letter stays until the topic's retention is over, and is passed
over by replay. Records (--letters events) are gone for good: Kafka deletes from the beginning of a partition alone, so
those behind a letter that does not fit are kept, and the exit code is 1.

Examples:
  hopline dlq discard --to 24h --dry-run
  hopline dlq discard --letters events --reason undecodable`,
    );
}
