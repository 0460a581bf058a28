// A result as a table for a person.
import { drawRows } from './histogram-rows.ts';
import type { LoadResult, Quantiles } from './result.ts';

export function renderReport(result: LoadResult): string {
  const { delivery, errors } = result;
  const lines = [
    '',
    headline(result),
    '',
    `  accepted     ${number(result.accepted)} events in ${result.seconds} s: ${number(result.acceptedPerSecond)}/s`,
    `  refused      ${number(result.refused)}`,
    `  unknown      ${number(result.unknown)}  (answered 5xx or not at all: taken or not)`,
    ...Object.entries(errors).map(([name, events]) => `    ${name.padEnd(44)} ${number(events)}`),
  ];
  if (delivery) {
    const { delivered, lost, doubled, unconfirmed, perSecond } = delivery;
    lines.push(
      `  delivered    ${number(delivered)}: ${number(perSecond)}/s`,
      `  lost         ${number(lost)}`,
      `  doubled      ${number(doubled)}`,
    );
    if (unconfirmed > 0) lines.push(`  unconfirmed  ${number(unconfirmed)}  (came, though not accepted)`);
  }
  lines.push(
    '',
    row('milliseconds', ['p50', 'p95', 'p99', 'max']),
    quantiles('should be sent to accepted', result.latencyMs),
    quantiles('sent to accepted', result.fromSentMs),
    quantiles('sent late by', result.lateMs),
    ...(delivery ? [quantiles('accepted to delivered', delivery.acceptedToDeliveredMs)] : []),
    '',
    ...drawRows(result.histogram),
    '',
    ...result.assessment.map(
      ({ what, target, measured, met }) => `  ${met ? 'met   ' : 'MISSED'}  ${what} ${target}: ${measured}`,
    ),
  );
  if (result.interrupted) lines.push('', '  Stopped before its end: what had not come yet is not lost.');
  return lines.join('\n');
}

function headline({ url, loop, rate, burst, batch, concurrency, organizations }: LoadResult): string {
  const parts = [
    loop === 'open' ? `open loop, ${number(rate ?? 0)} events/s` : 'closed loop',
    ...(burst > 1 ? [`bursts of ${number(burst)}`] : []),
    ...(batch > 1 ? [`batches of ${batch}`] : []),
    `${concurrency} connections`,
    `${organizations} ${organizations === 1 ? 'organization' : 'organizations'}`,
  ];
  return `${url}: ${parts.join(', ')}`;
}

function quantiles(what: string, { p50, p95, p99, max }: Quantiles): string {
  return row(
    what,
    [p50, p95, p99, max].map((ms) => (ms === null ? '–' : String(ms))),
  );
}

function row(what: string, cells: readonly string[]): string {
  return `  ${what.padEnd(28)}${cells.map((cell) => cell.padStart(9)).join('')}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
