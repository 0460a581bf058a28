// `hopline topics` and `hopline topics apply`.
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { openKafka } from '../connect.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { wantedTopics } from '../wanted.ts';
import { planTopics, printPlan, type TopicPlan } from './plan-topics.ts';
import { printTopics, topicDocument } from './print-topics.ts';
import { isRight, readWantedTopics } from './read-wanted-topics.ts';

export async function showTopics(cli: Cli, { json }: { json?: true }): Promise<ExitCode> {
  const wanted = wantedTopics(cli.env);
  await using kafka = await openKafka(cli.env);
  const topics = await readWantedTopics(kafka, wanted, Date.now());
  if (json) cli.terminal.json({ topics: topics.map(topicDocument) });
  else cli.terminal.print(printTopics(topics, cli.terminal.paint));
  return topics.every(isRight) ? EXIT.fine : EXIT.wrong;
}

export async function applyTopics(
  cli: Cli,
  { dryRun = false, all = false, json }: { dryRun?: boolean; all?: boolean; json?: true },
): Promise<ExitCode> {
  const wanted = wantedTopics(cli.env);
  await using kafka = await openKafka(cli.env);
  const plan = planTopics(await readWantedTopics(kafka, wanted, Date.now()), { all });
  if (!dryRun) {
    if (plan.create.length > 0) await kafka.provision(plan.create, wanted);
    if (plan.set.length > 0) await kafka.alter(plan.set);
  }
  if (json) cli.terminal.json({ ...plan, dryRun });
  else cli.terminal.print(printPlan(plan, wanted.replicationFactor, dryRun));
  return isDone(plan, dryRun) ? EXIT.fine : EXIT.wrong;
}

function isDone({ create, set, cannot }: TopicPlan, dryRun: boolean): boolean {
  return cannot.length === 0 && (!dryRun || create.length + set.length === 0);
}

/** Adds the commands to the program. */
export function addTopics(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  const topics = program
    .command('topics')
    .description(
      'partitions, copies, sizes, retention and rate of every topic, compared with what the code wants',
    )
    .option('--json', 'one JSON document')
    .action((options) => run((cli) => showTopics(cli, options)))
    .addHelpText(
      'after',
      `
Exit code 1 when a topic is missing, or is not as the code needs it. Retention is the operator's to choose, and a
larger max.message.bytes: that is shown, and is not wrong.

Examples:
  hopline topics
  hopline topics --json | jq '.topics[] | select(.right | not)'
  hopline topics apply --dry-run`,
    );
  topics
    .command('apply')
    .description('make the topics that are missing, and set what is wrong of those that are there')
    .option('--dry-run', 'only say what would be done; exit code 1 when there is something')
    .option('--all', 'also set what is the operator’s to choose, such as retention.ms')
    .option('--json', 'one JSON document')
    .action((_, command: Command) => run((cli) => applyTopics(cli, command.optsWithGlobals())))
    .addHelpText(
      'after',
      `
Never deletes or resizes a topic: another number of partitions would move keys, and with them the order of events.

Examples:
  hopline topics apply --dry-run
  REPLICATION_FACTOR=3 MIN_INSYNC_REPLICAS=2 hopline topics apply`,
    );
}
