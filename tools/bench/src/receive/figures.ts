// What a receiver's report says, as figures.
import { quantile } from '../statistics.ts';
import type { ReceiverReport } from './arrivals.ts';

/** What must not be; the worst round counts. */
export interface Faults {
  readonly lost: number;
  readonly doubled: number;
  readonly badSignatures: number;
}

export function faultsOf(report: ReceiverReport, expected: number): Faults {
  if (report.checked === 0) throw new Error('no signature was checked');
  return {
    lost: expected - report.path.length,
    doubled: report.repeats.reduce((sum, count) => sum + count, 0),
    badSignatures: report.badSignatures,
  };
}

/** From the time when an event should have been sent until its webhook came, in ascending order. */
export function latenciesOf(
  { path, sentAt, cameAt }: ReceiverReport,
  chosen: (pathIndex: number, sentAt: number) => boolean = () => true,
): Float64Array {
  const latencies: number[] = [];
  for (const [i, sent] of sentAt.entries()) {
    if (!Number.isNaN(sent) && chosen(path[i] ?? 0, sent)) latencies.push((cameAt[i] ?? 0) - sent);
  }
  return Float64Array.from(latencies).sort();
}

export function quantilesOf(sorted: Float64Array): { p50Ms: number; p99Ms: number; maxMs: number } {
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99), maxMs: quantile(sorted, 1) };
}

/** Webhooks a second from the first to the last one. */
export function rateOf({ cameAt }: ReceiverReport): number {
  const first = cameAt[0] ?? 0;
  const last = cameAt.at(-1) ?? 0;
  return ((cameAt.length - 1) * 1000) / (last - first);
}
