// Which of the candidates a replay takes. Pure.
import { OPERATIONAL_TYPES } from '@hopline/postgres/operational-events/store-operational-events';
import type { Wishes } from '@hopline/postgres/persist/read-subscriptions';
import type { MissingDelivery } from '@hopline/postgres/replays/make-pending';
import type { Candidate, CandidatePage } from '@hopline/postgres/replays/read-candidates';
import type { EventToMatch } from '@hopline/postgres/replays/read-matched';
import type { Selection } from '@hopline/postgres/replays/replay';
import { isTestEvent, TEST_EVENT_TYPE } from '@hopline/wire/event';
import { deliveryId } from '@hopline/wire/ids';
import { createMatcher, wantsType } from '../steps/match-endpoints.ts';

export interface Choice {
  /** Deliveries that have ended. */
  readonly again: readonly string[];
  readonly missing: readonly MissingDelivery[];
  /** How many candidates were looked at: all up to the last that was taken, or that could be matched, or all. */
  readonly lookedAt: number;
}

/** More than the type says who gets these. */
const SPECIAL_TYPES: ReadonlySet<string> = new Set([TEST_EVENT_TYPE, ...OPERATIONAL_TYPES]);

/**
 * The ids of those candidates of which more than the type must be known: they may be missing, and the endpoint has
 * conditions on the payload, or they have a type that tests or operational events have.
 */
export function toMatch(
  selection: Selection,
  { eventTypes, filters }: Wishes,
  candidates: readonly Candidate[],
): string[] {
  if (selection === 'failed') return [];
  return candidates
    .filter(({ deliveryId: known, type }) => known === null && wantsType(eventTypes, type))
    .filter(({ type }) => filters !== null || SPECIAL_TYPES.has(type))
    .map(({ eventId }) => eventId);
}

/** What is left of a page for a replay of some types, and how many of it are not. Without types it is all of it. */
export function ofTypes(
  page: CandidatePage,
  eventTypes: readonly string[] | null,
): { readonly page: CandidatePage; readonly passedBy: number } {
  if (eventTypes === null) return { page, passedBy: 0 };
  const candidates = page.candidates.filter(({ type }) => wantsType(eventTypes, type));
  return { page: { ...page, candidates }, passedBy: page.candidates.length - candidates.length };
}

/**
 * Takes at most `most`, in the order of the candidates. What the endpoint subscribes to now decides about what it never
 * had, by the same rules as when an event is stored; not about what it had.
 * @param matched what is known of those that `toMatch` names
 */
export function choose(
  selection: Selection,
  endpoint: Wishes,
  candidates: readonly Candidate[],
  matched: ReadonlyMap<string, EventToMatch>,
  most: number,
): Choice {
  const again: string[] = [];
  const missing: MissingDelivery[] = [];
  const asked = new Set(toMatch(selection, endpoint, candidates));
  const matcher = createMatcher();
  const endpoints = [endpoint];
  const isWanted = ({ eventId, type }: Candidate, event: EventToMatch | undefined): boolean => {
    if (!asked.has(eventId)) return wantsType(endpoint.eventTypes, type);
    // Gone with its day. Of an operational event nobody is told later, and a test is of one endpoint, which has had it.
    if (!event || event.isOperational || isTestEvent({ id: eventId, type })) return false;
    return matcher(
      { id: eventId, type, ordering_key: event.orderingKey, body: event.body ?? NO_BODY },
      endpoints,
    )(endpoint);
  };
  let lookedAt = 0;
  for (const candidate of candidates) {
    if (again.length + missing.length === most) break;
    const { eventId, deliveryId: known, isOver } = candidate;
    const event = matched.get(eventId);
    // Its body comes with the next step.
    if (event?.body === null && endpoint.filters !== null) break;
    lookedAt += 1;
    if (known !== null) {
      if (isOver && selection !== 'missing') again.push(known);
    } else if (selection !== 'failed' && isWanted(candidate, event)) {
      missing.push({ id: deliveryId(eventId, endpoint.endpointId), eventId });
    }
  }
  return { again, missing, lookedAt };
}

/** Of an event whose body decides nothing. */
const NO_BODY = Buffer.alloc(0);
