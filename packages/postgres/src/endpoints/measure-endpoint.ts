// How an endpoint has answered lately: its attempts at the events of the last hour and of the last day.
import { LOWEST_ID } from '../inbox/inbox-query.ts';
import { listEventDays } from '../inbox/list-event-days.ts';
import type { Queryable } from '../pool.ts';
import { AttemptTally } from './attempt-tally.ts';
import { readAttemptStretch } from './read-attempt-stretch.ts';

export interface MeasuredTime {
  /** It speaks of events that were accepted since: microseconds since the epoch. */
  readonly sinceMicros: number;
  /** False: there was more than could be looked at, and it speaks of a shorter time. */
  readonly complete: boolean;
  readonly tally: AttemptTally;
}

export interface MeasureBudget {
  /** Milliseconds after which no further stretch is begun. */
  readonly ms: number;
  readonly events: number;
}

export const MEASURE_BUDGET: MeasureBudget = { ms: 150, events: 200_000 };

const HOUR_MICROS = 3_600_000_000;
const DAY_MICROS = 24 * HOUR_MICROS;
// They grow while they are quick, so that none takes long.
const FIRST_STRETCH = 500;
const LARGEST_STRETCH = 4000;
const QUICK_MS = 25;

/**
 * Goes through the organization's events of the last 24 hours, the newest first, for as long as the budget allows.
 * @param nowMicros by the database's clock, microseconds since the epoch
 * @param clock milliseconds of a monotonic clock
 */
export async function measureEndpoint(
  db: Queryable,
  endpoint: { readonly organizationId: string; readonly endpointId: string },
  nowMicros: number,
  budget = MEASURE_BUDGET,
  clock = () => performance.now(),
): Promise<{ readonly lastHour: MeasuredTime; readonly lastDay: MeasuredTime }> {
  const stopAt = clock() + budget.ms;
  const [hourFrom, dayFrom] = [nowMicros - HOUR_MICROS, nowMicros - DAY_MICROS];
  // Clocks differ a little: an event may have been accepted later than now.
  const end = nowMicros + HOUR_MICROS;
  const days = await listEventDays(db, { newest: dayOf(end), oldest: dayOf(dayFrom) });
  let size = FIRST_STRETCH;
  let left = budget.events;
  let begun = false;
  const goThrough = async (fromMicros: number, toMicros: number): Promise<MeasuredTime> => {
    const tally = new AttemptTally();
    let sinceMicros = toMicros;
    for (const day of days.filter((one) => one >= dayOf(fromMicros) && one <= dayOf(toMicros))) {
      let before = { micros: toMicros, id: LOWEST_ID };
      for (let isMore = true; isMore; begun = true) {
        if (begun && (left <= 0 || clock() >= stopAt)) return { sinceMicros, complete: false, tally };
        const begunAt = clock();
        const asked = Math.min(size, left);
        const { read, last, groups } = await readAttemptStretch(
          db,
          endpoint,
          { day, before, fromMicros },
          asked,
        );
        for (const group of groups) tally.add(group);
        left -= read;
        isMore = read === asked;
        if (last) {
          before = last;
          sinceMicros = last.micros;
        }
        if (clock() - begunAt < QUICK_MS) size = Math.min(2 * size, LARGEST_STRETCH);
      }
    }
    return { sinceMicros: fromMicros, complete: true, tally };
  };
  const lastHour = await goThrough(hourFrom, end);
  if (!lastHour.complete) return { lastHour, lastDay: lastHour };
  const before = await goThrough(dayFrom, hourFrom);
  before.tally.addAll(lastHour.tally);
  return { lastHour, lastDay: before };
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
