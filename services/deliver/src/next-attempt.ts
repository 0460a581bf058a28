import type { NextState } from '@hopline/postgres/deliveries/record-results';
import { type Ladder, nextRung, type Rung } from '@hopline/wire/ladder';
import type { Verdict } from './classify-response.ts';

export interface Decision {
  readonly next: NextState;
  /** Where the wake-up of a retry waits; a retry without one is found by the refill once it is due. */
  readonly rung?: Rung;
}

/**
 * What becomes of a delivery after an attempt. A `Retry-After` never makes a retry earlier than the ladder would, and
 * never adds a step to it.
 * @param step how many steps of the ladder the delivery had taken before this attempt
 * @param skipAfter it is dead after so many failed attempts, if its ladder is not at its end before; null: only then
 */
export function decideNext(
  ladder: Ladder,
  step: number,
  verdict: Pick<Verdict, 'outcome' | 'retryAfterMs'> & { readonly statusCode?: number | null },
  skipAfter: number | null = null,
): Decision {
  if (verdict.outcome === 'succeeded') return { next: { state: 'succeeded', reason: 'delivered' } };
  // The endpoint is disabled with this result, and what waits for it is cancelled, this delivery too. If it has got
  // another URL meanwhile, that one gets it at once.
  if (verdict.statusCode === 410) return { next: { state: 'pending', delayMs: 0 } };
  const planned = nextRung(ladder, step);
  const isSkipped = skipAfter !== null && step + 1 >= skipAfter;
  if (!planned || isSkipped) return { next: { state: 'dead', reason: 'exhausted' } };
  const delayMs = Math.max(planned.delayMs, verdict.retryAfterMs ?? 0);
  // All records of a rung wait equally long: the first rung that does not come too early.
  const rung = ladder.rungs.find((one) => one.delayMs >= delayMs);
  return { next: { state: 'pending', delayMs }, ...(rung ? { rung } : {}) };
}
