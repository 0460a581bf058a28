// Whether a run was as good as it should be.
import type { LoadResult } from './result.ts';

export interface Targets {
  readonly p95Ms: number;
  /** Of all events, how many may be refused or get no answer. */
  readonly errorShare: number;
}

export interface Assessment {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
}

/** An open loop that is below this share of its rate was held up. */
const RATE_KEPT = 0.95;

export type Measured = Pick<
  LoadResult,
  'sent' | 'refused' | 'unknown' | 'rate' | 'acceptedPerSecond' | 'latencyMs' | 'delivery' | 'interrupted'
>;

/** One line for each target that the run can say something about. */
export function assess(measured: Measured, { p95Ms, errorShare }: Targets): Assessment[] {
  const { sent, refused, unknown, rate, acceptedPerSecond, latencyMs, delivery } = measured;
  const p95 = latencyMs.p95;
  const errors = sent === 0 ? 0 : (refused + unknown) / sent;
  const lines: Assessment[] = [
    {
      what: 'acceptance, p95',
      target: `below ${p95Ms} ms`,
      measured: p95 === null ? 'nothing was accepted' : `${p95} ms`,
      met: p95 !== null && p95 < p95Ms,
    },
    {
      what: 'refused or no answer',
      target: `below ${percent(errorShare)}`,
      measured: percent(errors),
      met: errors === 0 || errors < errorShare,
    },
  ];
  if (rate !== null && !measured.interrupted) {
    lines.push({
      what: 'accepted at the rate',
      target: `at least ${percent(RATE_KEPT)} of ${rate}/s`,
      measured: `${acceptedPerSecond}/s`,
      met: acceptedPerSecond >= rate * RATE_KEPT,
    });
  }
  if (delivery && !measured.interrupted) {
    lines.push(
      { what: 'lost', target: '0', measured: String(delivery.lost), met: delivery.lost === 0 },
      { what: 'doubled', target: '0', measured: String(delivery.doubled), met: delivery.doubled === 0 },
    );
  }
  return lines;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
