// Which of some events an endpoint would get, by the very rules that the system has. Pure.
import { compileFilters, filterProblem, type PayloadFilter } from '@hopline/wire/payload-filter';

export interface MatchedEvent<Event> {
  readonly event: Event;
  readonly matches: boolean;
}

export type Match<Event> =
  | { readonly kind: 'matched'; readonly events: readonly MatchedEvent<Event>[] }
  | { readonly kind: 'unfinished'; readonly index: number; readonly problem: string };

/** Events of the types that are wanted already; whether each meets all conditions. */
export function matchEvents<Event extends { readonly payload?: unknown }>(
  events: readonly Event[],
  filters: readonly PayloadFilter[],
): Match<Event> {
  for (const [index, filter] of filters.entries()) {
    const found = filterProblem(filter);
    if (found) return { kind: 'unfinished', index, problem: `the ${found.member} ${found.problem}` };
  }
  const matches = compileFilters(filters);
  return { kind: 'matched', events: events.map((event) => ({ event, matches: matches(event.payload) })) };
}
