// Answers of the API for people. Pure.

import { safe } from '@hopline/runtime/terminal-text';
import { renderTable } from '../output/table.ts';
import type { Paint } from '../output/terminal.ts';
import type { Answer } from './client.ts';

/** A list as a table of these members. */
export function printAnswers(items: readonly Answer[], members: readonly string[], paint: Paint): string {
  if (items.length === 0) return 'There are none.';
  const columns = members.map((member) => ({ title: member.replaceAll('_', ' ').toUpperCase() }));
  return renderTable(
    columns,
    items.map((item) => members.map((member) => printValue(item[member]))),
    paint,
  );
}

/** One thing, a member a line. */
export function printAnswer(answer: Answer, paint: Paint): string {
  const width = Math.max(0, ...Object.keys(answer).map((name) => name.length));
  return Object.entries(answer)
    .map(([name, value]) => `${paint('dim', name.padEnd(width))}  ${printValue(value)}`)
    .join('\n');
}

function printValue(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.map(printValue).join(',') || '-';
  return safe(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
