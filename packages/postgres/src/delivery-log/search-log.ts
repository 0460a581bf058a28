// A page of the log of deliveries: day by day, newest first, within the inbox's budget (inbox/search-inbox.ts).
import { nextChunkSize } from '../inbox/chunk-size.ts';
import { findEventsInStates } from '../inbox/find-events-in-states.ts';
import { LOWEST_ID } from '../inbox/inbox-query.ts';
import { listEventDays } from '../inbox/list-event-days.ts';
import type { ChunkSource } from '../inbox/read-chunk.ts';
import { SEARCH_BUDGET } from '../inbox/search-inbox.ts';
import type { Queryable } from '../pool.ts';
import { findEventDay } from './find-event-day.ts';
import {
  behindEvent,
  type LogFilter,
  type LoggedDelivery,
  type LogPosition,
  type LogQuery,
} from './log-query.ts';
import { readLogChunk } from './read-log-chunk.ts';

/** With more deliveries than this in the states that are asked for, one of them is soon met. */
const MAX_IN_STATES = 2000;

export interface LogPage {
  readonly deliveries: readonly LoggedDelivery[];
  /** Where the next page begins; undefined when nothing is left. */
  readonly next: LogPosition | undefined;
  /** False when the search stopped at its budget, before the page was full or the end was reached. */
  readonly complete: boolean;
}

/**
 * The deliveries behind a place that fit a filter. Those that were there before a walk began are met exactly once; one
 * that a replay makes meanwhile is met if its event still lies ahead. A filter looks at what a delivery is when its page is
 * read.
 * @param now milliseconds of a monotonic clock
 */
export async function searchLog(
  db: Queryable,
  query: LogQuery,
  budget = SEARCH_BUDGET,
  now = () => performance.now(),
): Promise<LogPage> {
  const { organizationId, filter, fromMicros, limit } = query;
  const stopAt = now() + budget.ms;
  const found: LoggedDelivery[] = [];
  let { before } = query;
  let left = budget.events;
  // One more than the page, which tells whether there is another; and the event of the place, which is read again.
  const least = limit + 2;
  let chunkSize = least;
  let begun = false;
  const isSpent = () => begun && (left <= 0 || now() >= stopAt);
  const stopped = () => ({ deliveries: found, next: before, complete: found.length === limit });
  for (const day of await daysOf(db, query)) {
    // Whatever is left, every page goes on by a day or a chunk, so that its cursor is a new one.
    if (isSpent()) return stopped();
    const source = await sourceOf(db, { organizationId, day }, filter);
    for (let isMore = source !== undefined; isMore && source !== undefined; ) {
      if (isSpent()) return stopped();
      const want = limit + 1 - found.length;
      const size = Math.max(2, Math.min(chunkSize, left));
      const begunAt = now();
      const range = { organizationId, day, before, fromMicros };
      const chunk = await readLogChunk(db, range, source, filter, { size, want });
      begun = true;
      found.push(...chunk.deliveries);
      if (found.length > limit) {
        const deliveries = found.slice(0, limit);
        return { deliveries, next: deliveries.at(-1)?.position, complete: true };
      }
      const endedAt = now();
      const read = { size: chunkSize, read: chunk.read, ms: endedAt - begunAt };
      chunkSize = nextChunkSize(read, stopAt - endedAt, least);
      left -= chunk.read;
      if (chunk.last) before = behindEvent(chunk.last);
      isMore = chunk.read === size;
    }
    begun = true;
    before = behindEvent({ micros: Date.parse(day) * 1000, id: LOWEST_ID });
  }
  return { deliveries: found, next: undefined, complete: true };
}

/** The days that have what is asked for, the newest first. */
async function daysOf(db: Queryable, query: LogQuery): Promise<string[]> {
  const { before, fromMicros, organizationId, filter } = query;
  // At the very beginning of a day nothing of it is left: a walk that stopped there goes on with the day before.
  const newest = dayOf(before.id === LOWEST_ID ? before.micros - 1 : before.micros);
  const days = await listEventDays(db, { newest, oldest: dayOf(fromMicros) });
  if (filter.eventId === undefined) return days;
  const day = await findEventDay(db, organizationId, filter.eventId);
  return days.filter((one) => one === day);
}

/** Where the events of a day whose deliveries fit are to be looked for; undefined when there can be none. */
async function sourceOf(
  db: Queryable,
  place: { readonly organizationId: string; readonly day: string },
  { states, eventId }: LogFilter,
): Promise<ChunkSource | undefined> {
  if (eventId !== undefined) return { kind: 'ids', ids: [eventId] };
  if (states === undefined) return { kind: 'all' };
  const ids = await findEventsInStates(db, place, states, MAX_IN_STATES);
  if (ids === undefined) return { kind: 'all' };
  return ids.length > 0 ? { kind: 'ids', ids } : undefined;
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
