// How many deliveries a replay would take, without one.
import { LOWEST_ID } from '../inbox/inbox-query.ts';
import { ALL_DAYS, listEventDays } from '../inbox/list-event-days.ts';
import { MICROS } from '../moments.ts';
import type { Queryable } from '../pool.ts';
import { type CountedDay, type Counts, countEvents, countFailed } from './count-takeable.ts';
import type { NewReplay } from './create-replay.ts';
import { FAILED_STATES } from './replay.ts';

export interface ReplayPreview extends Counts {
  readonly fromAt: Date;
  readonly toAt: Date;
  /** Counting was given up: there may be more. */
  readonly atLeast: boolean;
}

export interface PreviewBudget {
  /** Deliveries after which nothing more is counted. */
  readonly deliveries: number;
  /** Milliseconds after which no further stretch is begun. */
  readonly ms: number;
}

/** A connection is taken for so long; many may ask at once. */
export const PREVIEW_BUDGET: PreviewBudget = { deliveries: 100_000, ms: 500 };

// They grow while they are quick, so that none takes long.
const FIRST_STRETCH = 1000;
const LARGEST_STRETCH = 16_000;
const QUICK_MS = 50;

const NOW = `
  select ${MICROS('now()')} as now,
         exists (select from endpoints where id = $2 and organization_id = $1 and deleted_at is null) as "isThere"`;

/**
 * Counts what a replay that is asked for now would take, the oldest day first; what is pending or being sent is no part of it, as of
 * the replay itself. Conditions on payloads are not looked at.
 * @returns undefined when the organization has no such endpoint
 * @param clock milliseconds of a monotonic clock
 */
export async function previewReplay(
  db: Queryable,
  asked: Omit<NewReplay, 'id' | 'rate'>,
  budget = PREVIEW_BUDGET,
  clock = () => performance.now(),
): Promise<ReplayPreview | undefined> {
  const stopAt = clock() + budget.ms;
  const { organizationId, endpointId } = asked;
  const { rows } = await db.query<{ now: number; isThere: boolean }>(NOW, [
    organizationId,
    endpointId ?? null,
  ]);
  const { now = 0, isThere = false } = rows[0] ?? {};
  if (endpointId !== undefined && !isThere) return undefined;
  const days = (await listEventDays(db, ALL_DAYS)).toReversed();
  const toMicros = Math.min(now, asked.toMicros ?? now);
  const fromMicros = Math.max(
    days[0] === undefined ? now : Date.parse(days[0]) * 1000,
    asked.fromMicros ?? 0,
  );
  const types = asked.eventTypes ?? undefined;
  const range = { organizationId, endpointId, types, fromMicros, toMicros };
  const total = { replayed: 0, made: 0, undecided: 0 };
  let size = FIRST_STRETCH;
  let stretches = 0;
  const isSpent = () =>
    stretches > 0 &&
    (total.replayed + total.made + total.undecided >= budget.deliveries || clock() >= stopAt);
  const answer = (atLeast: boolean) => {
    const [fromAt, toAt] = [new Date(fromMicros / 1000), new Date(toMicros / 1000)];
    return { ...total, fromAt, toAt, atLeast };
  };
  for (const day of days.filter((one) => one >= dayOf(fromMicros) && one <= dayOf(toMicros))) {
    for (const count of countersOf(db, { ...range, day }, asked)) {
      for (let isMore = true; isMore; stretches += 1) {
        if (isSpent()) return answer(true);
        const begunAt = clock();
        const found = await count(size).catch((error: unknown) => {
          if (stretches > 0 && isTimeout(error)) return undefined;
          throw error;
        });
        if (!found) return answer(true);
        const { counts, isLast } = found;
        total.replayed += counts.replayed;
        total.made += counts.made;
        total.undecided += counts.undecided;
        isMore = !isLast;
        if (clock() - begunAt < QUICK_MS) size = Math.min(2 * size, LARGEST_STRETCH);
      }
    }
  }
  return answer(false);
}

type CountNext = (size: number) => Promise<{ readonly counts: Counts; readonly isLast: boolean }>;

/** What counts a day, stretch by stretch, one after the other. */
function countersOf(
  db: Queryable,
  day: CountedDay,
  { selection, states }: Pick<NewReplay, 'selection' | 'states'>,
): CountNext[] {
  if (selection !== 'failed')
    return [
      inStretches({ micros: -1, id: LOWEST_ID }, (after, size) =>
        countEvents(db, day, selection, after, size),
      ),
    ];
  return (states ?? FAILED_STATES).map((state) =>
    inStretches(LOWEST_ID, (after, size) => countFailed(db, day, state, after, size)),
  );
}

function inStretches<Place>(
  first: Place,
  count: (after: Place, size: number) => Promise<{ counts: Counts; next: Place | undefined }>,
): CountNext {
  let place = first;
  return async (size) => {
    const { counts, next } = await count(place, size);
    if (next === undefined) return { counts, isLast: true };
    place = next;
    return { counts, isLast: false };
  };
}

/** Whether a statement took longer than it may: `query_canceled`. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
function dayOf(micros: number): string {
  return new Date(micros / 1000).toISOString().slice(0, 10);
}
