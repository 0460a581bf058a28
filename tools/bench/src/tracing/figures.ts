import type { Round } from '../ingest/rounds.ts';
import { median, rounded } from '../statistics.ts';

/** Of a hundred requests, how many are traced. */
export const SHARES = [0, 1, 10, 100] as const;
export type Share = (typeof SHARES)[number];

/** In a closed loop it took so many a second; the others at a steady rate. */
export type TracingRound = Pick<Round, 'perSecond' | 'cpuMicros' | 'p50Ms' | 'p99Ms'>;

export interface SubjectRounds {
  readonly rounds: TracingRound[];
  /** All that were accepted, warm-up included. */
  requests: number;
  /** Bytes of spans that came in for them. */
  exportedBytes: number;
}

/**
 * The medians of each share, and what it costs beside none: the median over the rounds of the ratio within a round, which what
 * slows a whole round does not touch.
 */
export function tracingFigures(results: ReadonlyMap<Share, SubjectRounds>): Record<string, unknown> {
  const roundsOf = (share: Share) => results.get(share)?.rounds ?? [];
  const perShare = (figure: (share: Share) => number) =>
    Object.fromEntries(SHARES.map((share) => [`${share}%`, rounded(figure(share))]));
  const medianOf = (key: keyof TracingRound) =>
    perShare((share) => median(roundsOf(share).map((round) => round[key])));
  const besideNone = (key: keyof TracingRound) =>
    perShare((share) =>
      median(roundsOf(share).map((round, i) => round[key] / (roundsOf(0)[i]?.[key] ?? Number.NaN))),
    );
  return {
    requestsPerSecond: medianOf('perSecond'),
    cpuMicros: medianOf('cpuMicros'),
    p50Ms: medianOf('p50Ms'),
    p99Ms: medianOf('p99Ms'),
    cpuBesideNone: besideNone('cpuMicros'),
    requestsBesideNone: besideNone('perSecond'),
    // A hundred times as many as at 1 %, unless the exporter's queue is full: then spans are dropped.
    exportedBytesPerRequest: perShare((share) => {
      const { exportedBytes = 0, requests = 0 } = results.get(share) ?? {};
      return exportedBytes / Math.max(1, requests);
    }),
  };
}
