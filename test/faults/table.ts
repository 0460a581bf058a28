import type { Played } from './playable.ts';

/** The results as a table of Markdown, with columns that stand below each other. */
export function table(results: readonly Pick<Played, 'cells'>[]): string {
  const rows = [
    (results[0]?.cells ?? []).map(([title]) => title),
    ...results.map(({ cells }) => cells.map(([, value]) => String(value))),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
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
