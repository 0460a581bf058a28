// Tables for people: columns that are as wide as they must be. Pure.
import type { Paint, Style } from './terminal.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand under each other. */
  readonly align?: 'right';
}

/** What stands in a cell; a style takes no room. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** The lines of a table, its heads first. A last column that is empty in every row is left out. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const used = rows.every((row) => textOf(row[columns.length - 1] ?? '') === '')
    ? columns.slice(0, -1)
    : columns;
  const widths = used.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => textOf(row[i] ?? '').length)),
  );
  const line = (cells: readonly Cell[]) =>
    used
      .map(({ align }, i) => {
        const cell = cells[i] ?? '';
        const text = textOf(cell);
        const padding = ' '.repeat((widths[i] ?? 0) - text.length);
        const painted = typeof cell === 'string' ? text : paint(cell.style, text);
        return align === 'right' ? padding + painted : painted + padding;
      })
      .join('  ')
      .trimEnd();
  const heads = used.map(({ title }): Cell => ({ text: title, style: 'bold' }));
  return [heads, ...rows].map(line).join('\n');
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
