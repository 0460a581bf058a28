// The report, for people. Pure.
import type { CheckedBooks, CheckedOrganization } from './check-books.ts';

/** So many organizations have a line each; those that do not add up always have one. */
const MAX_LINES = 50;

/** @param kafkaProblem why Kafka could not be asked, or undefined */
export function printReport(books: CheckedBooks, kafkaProblem: string | undefined): string {
  const { organizations, partitions, holds } = books;
  const sections = [
    'Organizations: appended = stored + duplicates + poison (conflicts are among the duplicates)',
    organizationTable(organizations),
    'Partitions: appended = next offset - first offset, and the next offset is not behind the end of the log',
    table(
      ['topic', 'partition', 'first', 'next', 'appended', 'log ends', 'behind', ''],
      partitions.map((one) => [
        one.topicId,
        String(one.partition),
        show(one.firstOffset),
        show(one.nextOffset),
        String(one.appended),
        show(one.endOffset),
        show(one.behind),
        one.problem ?? 'holds',
      ]),
    ),
    ...(kafkaProblem === undefined ? [] : [`Kafka was not asked where the logs end: ${kafkaProblem}`]),
    holds ? 'The books add up.' : 'The books do not add up.',
  ];
  return sections.join('\n\n');
}

function organizationTable(organizations: readonly CheckedOrganization[]): string {
  const wrong = organizations.filter(({ holds }) => !holds);
  const right = organizations.filter(({ holds }) => holds);
  const shown = [...wrong, ...right.slice(0, Math.max(MAX_LINES - wrong.length, 0))];
  const rows = shown.map((one) => row(one.organizationId, one, one.holds ? 'holds' : 'does not hold'));
  const left = organizations.length - shown.length;
  const all = row(
    `all ${organizations.length}`,
    sum(organizations),
    wrong.length > 0 ? 'does not hold' : 'holds',
  );
  const lines = table(
    ['organization', 'appended', 'stored', 'duplicates', 'conflicts', 'poison', ''],
    [...rows, all],
  );
  return left > 0 ? `${lines}\n${left} more hold and are left out.` : lines;
}

type Counts = Pick<CheckedOrganization, 'appended' | 'stored' | 'duplicates' | 'conflicts' | 'poison'>;

function row(name: string, counts: Counts, verdict: string): string[] {
  const { appended, stored, duplicates, conflicts, poison } = counts;
  return [name, ...[appended, stored, duplicates, conflicts, poison].map(String), verdict];
}

function sum(all: readonly Counts[]): Counts {
  const of = (name: keyof Counts) => all.reduce((total, one) => total + one[name], 0n);
  return {
    appended: of('appended'),
    stored: of('stored'),
    duplicates: of('duplicates'),
    conflicts: of('conflicts'),
    poison: of('poison'),
  };
}

function show(value: bigint | null): string {
  return value === null ? '–' : String(value);
}

/** Columns as wide as they must be; the first and the last to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((cells) => cells[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) =>
        i === 0 || i === cells.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}
