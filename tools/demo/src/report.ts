import type { Percentiles, Verdict } from './verdict.ts';

/** The verdict as a table for a person. */
export function renderReport(verdict: Verdict): string {
  const line = (label: string, value: string | number) => `  ${label.padEnd(34)} ${value}`;
  const spread = ({ p50, p95, p99 }: Percentiles) => `p50 ${p50} ms   p95 ${p95} ms   p99 ${p99} ms`;
  const retry = verdict.retryAfterMs;
  return [
    line('posted (202 answers)', verdict.posted),
    line('accepted events', verdict.accepted),
    line('stored in Postgres', verdict.stored),
    line('duplicates folded', verdict.duplicatesFolded),
    line('delivered', verdict.delivered),
    line(
      'retried after a 503',
      verdict.retried + (retry ? ` (${retry.min} to ${retry.max} ms after it)` : ''),
    ),
    line('lost', verdict.lost),
    line('doubled in Postgres', verdict.doubled ?? 'not counted: give --database-url'),
    line('invalid signatures', verdict.invalidSignatures),
    line('altered payloads', verdict.altered),
    line('retries that came too early', verdict.earlyRetries),
    line('POSTs repeated after a success', verdict.repeatedPosts),
    line('requests sent again by the client', verdict.sentAgain),
    line('accept', spread(verdict.acceptMs)),
    line('accept to first attempt', spread(verdict.acceptToDeliveredMs)),
    '',
    verdict.ok ? '  All is well.' : '  NOT well: see what is not 0 above.',
  ].join('\n');
}
