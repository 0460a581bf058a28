// Which of the candidates a replay takes. Pure.
import type { MissingDelivery } from '@hopline/postgres/replays/make-pending';
import type { Candidate } from '@hopline/postgres/replays/read-candidates';
import type { Selection } from '@hopline/postgres/replays/replay';
import { deliveryId } from '@hopline/wire/ids';
import { matchesType } from '../steps/match-endpoints.ts';

export interface Choice {
  /** Deliveries that have ended. */
  readonly again: readonly string[];
  readonly missing: readonly MissingDelivery[];
  /** How many candidates were looked at: all up to the last that was taken, or all. */
  readonly lookedAt: number;
}

export interface ReplayedEndpoint {
  readonly endpointId: string;
  /** What it subscribes to now: this decides about what it never had, not about what it had. */
  readonly eventTypes: readonly string[];
}

/** Takes at most `most`, in the order of the candidates. */
export function choose(
  selection: Selection,
  { endpointId, eventTypes }: ReplayedEndpoint,
  candidates: readonly Candidate[],
  most: number,
): Choice {
  const again: string[] = [];
  const missing: MissingDelivery[] = [];
  let lookedAt = 0;
  for (const { eventId, type, deliveryId: known, isOver } of candidates) {
    if (again.length + missing.length === most) break;
    lookedAt += 1;
    if (known !== null) {
      if (isOver && selection !== 'missing') again.push(known);
    } else if (selection !== 'failed' && eventTypes.some((filter) => matchesType(filter, type))) {
      missing.push({ id: deliveryId(eventId, endpointId), eventId });
    }
  }
  return { again, missing, lookedAt };
}
