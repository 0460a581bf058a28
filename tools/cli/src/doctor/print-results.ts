// What `hopline doctor` prints. Pure.
import { count } from '../output/figures.ts';
import type { Paint, Style } from '../output/terminal.ts';
import type { Result, Verdict } from './check.ts';

const STYLES: Readonly<Record<Verdict, Style>> = {
  ok: 'green',
  warning: 'yellow',
  failed: 'red',
  skipped: 'dim',
};

export function printResults(results: readonly Result[], paint: Paint): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.flatMap(({ name, verdict, detail, todo }) => [
    `${paint(STYLES[verdict], verdict.padEnd(7))}  ${name.padEnd(width)}  ${detail}`,
    ...(todo === undefined ? [] : [`${' '.repeat(11 + width)}${paint('bold', 'to do:')} ${todo}`]),
  ]);
  const of = (verdict: Verdict) => results.filter((one) => one.verdict === verdict).length;
  const warnings = of('warning');
  const end = [`${count(results.length, 'check')}: ${of('ok')} ok`];
  if (warnings > 0) end.push(`${warnings} with a warning`);
  if (of('failed') > 0) end.push(`${of('failed')} failed`);
  if (of('skipped') > 0) end.push(`${of('skipped')} skipped`);
  return [...lines, '', end.join(', ')].join('\n');
}
