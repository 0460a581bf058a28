// A page of the inbox: day by day, newest first, so that Postgres plans over one day at a time however many there are.
import type { Queryable } from '../pool.ts';
import { findEventsInStates } from './find-events-in-states.ts';
import { findTypes } from './find-types.ts';
import {
  type InboxEvent,
  type InboxFilter,
  type InboxPosition,
  type InboxQuery,
  LOWEST_ID,
} from './inbox-query.ts';
import { listEventDays } from './list-event-days.ts';
import { type ChunkChecks, type ChunkSource, readChunk } from './read-chunk.ts';

/** How far one page may look for events that fit. */
export interface SearchBudget {
  /** Events whose deliveries are looked at. */
  readonly events: number;
  /** Milliseconds after which no further chunk is begun: with cold caches the same events take much longer. */
  readonly ms: number;
}

export const SEARCH_BUDGET: SearchBudget = { events: 20_000, ms: 150 };

/** Events that are looked at by one statement when not all of them fit. */
const CHUNK = 1000;
/** With more types than this that fit, a day is read in its own order, whatever the types. */
const MAX_TYPES = 20;
/** With more deliveries than this in the states that are asked for, events that have one are soon met. */
const MAX_IN_STATES = 2000;

export interface InboxPage {
  readonly events: readonly InboxEvent[];
  /** Where the next page begins; undefined when nothing is left. */
  readonly next: InboxPosition | undefined;
  /** False when the search stopped at its budget, before the page was full or the end was reached. */
  readonly complete: boolean;
}

/**
 * The newest events behind a place that fit a filter. Events that were stored before a walk began are met exactly once;
 * one that is stored during it is met if its place, which is the time of its acceptance, still lies ahead.
 * @param now milliseconds of a monotonic clock
 */
export async function searchInbox(
  db: Queryable,
  query: InboxQuery,
  budget = SEARCH_BUDGET,
  now = () => performance.now(),
): Promise<InboxPage> {
  const { organizationId, filter, fromMicros, limit } = query;
  const stopAt = now() + budget.ms;
  const found: InboxEvent[] = [];
  let { before } = query;
  let left = budget.events;
  let begun = false;
  // At the very beginning of a day nothing of it is left: a walk that stopped there goes on with the day before.
  const newest = dayOf(before.id === LOWEST_ID ? before.micros - 1 : before.micros);
  const days = await listEventDays(db, { newest, oldest: dayOf(fromMicros) });
  for (const day of days) {
    // Whatever is left, every page goes on by a day or a chunk, so that its cursor is a new one.
    if (begun && now() >= stopAt) return { events: found, next: before, complete: false };
    const { source, checks } = await planDay(db, { organizationId, day }, filter);
    const all = checks.types === undefined && checks.states === undefined && !checks.neverDelivered;
    for (let isMore = source !== undefined; isMore && source !== undefined; ) {
      if (begun && (left <= 0 || now() >= stopAt)) return { events: found, next: before, complete: false };
      begun = true;
      // One more than the page, which tells whether there is another.
      const want = limit + 1 - found.length;
      const size = all ? want : CHUNK;
      const range = { organizationId, day, before, fromMicros };
      const chunk = await readChunk(db, range, source, checks, { size, want });
      found.push(...chunk.events);
      if (found.length > limit) {
        const events = found.slice(0, limit);
        return { events, next: events.at(-1)?.position, complete: true };
      }
      left -= chunk.read;
      before = chunk.last ?? before;
      isMore = chunk.read === size;
    }
    begun = true;
    before = { micros: Date.parse(day) * 1000, id: LOWEST_ID };
  }
  return { events: found, next: undefined, complete: true };
}

/** How to read a day: from where, and what is still to be checked then. Without a source nothing in it can fit. */
async function planDay(
  db: Queryable,
  place: { readonly organizationId: string; readonly day: string },
  { types, states, neverDelivered }: InboxFilter,
): Promise<{ source: ChunkSource | undefined; checks: ChunkChecks }> {
  const checks = { types, states, neverDelivered };
  const ids = states && (await findEventsInStates(db, place, states, MAX_IN_STATES));
  if (ids) return { source: ids.length > 0 ? { kind: 'ids', ids } : undefined, checks };
  const exact = types && (await findTypes(db, place, types, MAX_TYPES));
  if (!exact) return { source: { kind: 'all' }, checks };
  const source: ChunkSource | undefined = exact.length > 0 ? { kind: 'types', types: exact } : undefined;
  return { source, checks: { ...checks, types: undefined } };
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
