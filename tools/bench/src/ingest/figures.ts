import { median, rounded } from '../statistics.ts';
import type { Round } from './rounds.ts';

/** The medians of all rounds of each subject, and what they are beside each other. Figures of missing subjects are left out. */
export function figuresOf(
  results: ReadonlyMap<string, readonly Round[]>,
  batchSize: number,
): Record<string, unknown> {
  const of = (name: string, figure: keyof Round) => {
    const values = results.get(name)?.map((round) => round[figure]) ?? [];
    return values.length === 0 ? Number.NaN : median(values);
  };
  const perSubject = (figure: keyof Round) =>
    Object.fromEntries([...results.keys()].map((name) => [name, rounded(of(name, figure))]));
  const batchPerSecond = of('batch', 'perSecond') * batchSize;
  const beside = {
    cpuRatio: of('bare', 'cpuMicros') / of('hopline', 'cpuMicros'),
    ratio: of('hopline', 'perSecond') / of('bare', 'perSecond'),
    batcherGain: of('hopline', 'perSecond') / of('oneSend', 'perSecond'),
    batchPerSecond,
    batchGain: batchPerSecond / of('hopline', 'perSecond'),
    openLateP99Ms: of('open', 'lateP99Ms'),
  };
  return {
    ...Object.fromEntries(
      Object.entries(beside)
        .filter(([, value]) => !Number.isNaN(value))
        .map(([name, value]) => [name, rounded(value)]),
    ),
    requestsPerSecond: perSubject('perSecond'),
    cpuMicros: perSubject('cpuMicros'),
    p50Ms: perSubject('p50Ms'),
    p95Ms: perSubject('p95Ms'),
    p99Ms: perSubject('p99Ms'),
  };
}
