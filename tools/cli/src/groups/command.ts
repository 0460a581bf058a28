// `hopline groups`.

import { lagOf } from '@hopline/kafka/group-lag';
import { type ReadGroup, readGroups } from '@hopline/kafka/read-groups';
import { safe } from '@hopline/runtime/terminal-text';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { openKafka } from '../connect.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printSpan } from '../output/figures.ts';
import { type Cell, type Column, renderTable } from '../output/table.ts';
import type { Paint } from '../output/terminal.ts';
import { namesOf } from '../wanted.ts';

const COLUMNS: readonly Column[] = [
  { title: 'GROUP' },
  { title: 'STATE' },
  { title: 'MEMBERS', align: 'right' },
  { title: 'TOPIC' },
  { title: 'LAG', align: 'right' },
  { title: 'LATE', align: 'right' },
  { title: 'NEXT DUE', align: 'right' },
];

export async function showGroups(
  cli: Cli,
  { json, members }: { json?: true; members?: true },
): Promise<ExitCode> {
  await using kafka = await openKafka(cli.env);
  const groups = await readGroups(kafka, namesOf(cli.env));
  const nowMs = Date.now();
  const { terminal } = cli;
  if (json) {
    terminal.json({ groups: groups.map((group) => groupDocument(group, nowMs)) });
  } else {
    terminal.print(printGroups(groups, nowMs, terminal.paint));
    if (members) terminal.print(printMembers(groups, terminal.paint));
  }
  return groups.every(isRead) ? EXIT.fine : EXIT.wrong;
}

/** Whether somebody reads for the group. A rebalance passes, and is not wrong. */
export function isRead({ members, topics }: ReadGroup): boolean {
  return members.length > 0 && topics.every(({ exists }) => exists);
}

export function printGroups(groups: readonly ReadGroup[], nowMs: number, paint: Paint): string {
  const rows = groups.flatMap((group) =>
    group.topics.map((topic, i): Cell[] => {
      const { records, offline, lateMs, nextDueMs } = lagOf(topic, nowMs);
      const head: Cell[] = [
        group.groupId,
        { text: group.state, style: isRead(group) ? 'green' : 'red' },
        String(group.members.length),
      ];
      return [
        ...(i === 0 ? head : ['', '', '']),
        topic.topic,
        lagCell(topic.exists, records, offline),
        lateMs === 0 ? '-' : printSpan(lateMs),
        nextDueMs === undefined ? '' : `in ${printSpan(nextDueMs - nowMs)}`,
      ];
    }),
  );
  return renderTable(COLUMNS, rows, paint);
}

function lagCell(exists: boolean, records: bigint, offline: number): Cell {
  if (!exists) return { text: 'missing', style: 'red' };
  return offline === 0 ? String(records) : { text: `${records}, ${offline} offline`, style: 'red' };
}

function printMembers(groups: readonly ReadGroup[], paint: Paint): string {
  const rows = groups.flatMap(({ groupId, members }) =>
    members.map((member) => [
      groupId,
      safe(member.clientId),
      safe(member.host),
      printPlaces(member.partitions),
    ]),
  );
  const columns = ['GROUP', 'CLIENT', 'HOST', 'PARTITIONS'].map((title) => ({ title }));
  return `\n${renderTable(columns, rows, paint)}`;
}

function printPlaces(partitions: ReadGroup['members'][number]['partitions']): string {
  return [...Map.groupBy(partitions, ({ topic }) => topic)]
    .map(([topic, places]) => {
      const numbers = places.map(({ partition }) => partition).sort((a, b) => a - b);
      return `${topic} ${numbers.join(',')}`;
    })
    .join('; ');
}

function groupDocument(group: ReadGroup, nowMs: number): object {
  return {
    group: group.groupId,
    state: group.state,
    members: group.members.map(({ id, clientId, host, partitions }) => ({
      ...{ id, client_id: clientId, host, partitions },
    })),
    topics: group.topics.map((topic) => {
      const { records, offline, lateMs, nextDueMs } = lagOf(topic, nowMs);
      return {
        topic: topic.topic,
        exists: topic.exists,
        delay_seconds: topic.delayMs / 1000,
        lag: Number(records),
        offline_partitions: offline,
        late_seconds: lateMs / 1000,
        next_due: nextDueMs === undefined ? null : new Date(nextDueMs).toISOString(),
        partitions: topic.partitions.map(({ partition, committed, end, lag }) => ({
          ...{ partition, committed: committed === undefined ? null : Number(committed) },
          ...{ end: end === undefined ? null : Number(end), lag: lag === undefined ? null : Number(lag) },
        })),
      };
    }),
  };
}

/** Adds the command to the program. */
export function addGroups(
  program: Command,
  run: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('groups')
    .description(
      'who reads which topic, how far behind in records and in time, and when what waits on a rung is due',
    )
    .option('--members', 'also each member with its partitions')
    .option('--json', 'one JSON document, with every member and partition')
    .action((options) => run((cli) => showGroups(cli, options)))
    .addHelpText(
      'after',
      `
LAG is what was not finished yet, in records, and how many partitions are offline: nobody leads them, and what is
left of them is not known. LATE is how long the oldest of them has been due. What waits on a rung is
not late: it counts from the end of its delay on. Exit code 1 when nobody reads a topic.

Examples:
  hopline groups --members
  hopline groups --json | jq '.groups[].topics[] | select(.late_seconds > 60)'`,
    );
}
