import type { Result } from './scenario.ts';

const COLUMNS: readonly (readonly [string, (result: Result) => string | number])[] = [
  ['scenario', ({ name }) => name],
  ['accepted', ({ accepted }) => accepted],
  ['refused', ({ refused }) => refused],
  ['unknown', ({ unknown }) => unknown],
  ['events', ({ stored }) => stored],
  ['deliveries', ({ deliveries }) => deliveries],
  ['poison', ({ poison }) => poison],
  ['restarts', ({ restarts }) => restarts],
  ['resumed s', ({ resumedMs }) => (resumedMs === undefined ? '–' : (resumedMs / 1000).toFixed(1))],
  ['stalled s', ({ stalledMs }) => (stalledMs / 1000).toFixed(1)],
  ['lost', ({ lost }) => lost],
  ['doubled', ({ doubled }) => doubled],
  ['', ({ passed }) => (passed ? 'passed' : 'FAILED')],
];

/** The results as a table of Markdown, with columns that stand below each other. */
export function table(results: readonly Result[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...results.map((result) => COLUMNS.map(([, of]) => String(of(result)))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) =>
    line(
      row.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      }),
    ),
  );
  const rule = line(
    widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)),
  );
  return [padded[0], rule, ...padded.slice(1)].join('\n');
}
