import type { TroubledEndpoint } from '@hopline/postgres/endpoints/find-troubled';
import type { Stats } from './live-stats.ts';

/** Figures as an answer has them: null for what is not known yet. */
export function printStats({ at, figures, troubled }: Stats): object {
  return {
    at,
    seconds: figures ? rounded(figures.seconds, 1) : null,
    per_second: figures
      ? {
          accepted: rounded(figures.perSecond.accepted, 2),
          stored: rounded(figures.perSecond.stored, 2),
          delivered: rounded(figures.perSecond.delivered, 2),
          failed: rounded(figures.perSecond.failed, 2),
        }
      : null,
    delivery_ms: figures?.deliveryMs
      ? { p50: rounded(figures.deliveryMs.p50, 1), p95: rounded(figures.deliveryMs.p95, 1) }
      : null,
    endpoints_in_trouble: troubled.map(printTroubled),
  };
}

function printTroubled(endpoint: TroubledEndpoint): object {
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    trouble: troubleOf(endpoint),
    failing_since: endpoint.failingSince,
    not_before: endpoint.heldUntil,
    disabled_at: endpoint.disabledAt,
    disabled_reason: endpoint.disabledReason,
  };
}

/** The worst of what is wrong. */
function troubleOf({ disabledAt, breaker }: TroubledEndpoint): string {
  if (disabledAt) return 'disabled';
  return breaker === 'open' ? 'breaker_open' : 'failing';
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
