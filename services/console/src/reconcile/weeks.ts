// The reconciliation of a long time is asked for week by week: each answer comes soon, whatever the organization sends. Pure.
import type { Counts } from './counts.ts';

export interface AskedHours {
  readonly from?: string;
  readonly to?: string;
}

export interface Reconciliation {
  readonly from: string;
  readonly to: string;
  readonly balanced: boolean;
  readonly totals: Counts;
  readonly hours: readonly (Counts & { readonly hour: string })[];
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** The API refuses more, and says so. */
const MOST_MS = 31 * DAY_MS;

/**
 * The stretches that are asked for one after the other, the oldest first.
 * @param now milliseconds since the epoch, where the time has no end
 */
export function weeksOf(asked: AskedHours, now: number): readonly AskedHours[] {
  const { from, to } = asked;
  if (from === undefined) return [asked];
  const [start, end] = [Date.parse(from), to === undefined ? now : Date.parse(to)];
  if (!(end - start > WEEK_MS && end - start <= MOST_MS)) return [asked];
  const starts = Array.from({ length: Math.ceil((end - start) / WEEK_MS) }, (_, i) => start + i * WEEK_MS);
  return starts.map((begin, i) => {
    const next = starts[i + 1];
    const until = next === undefined ? to : new Date(next).toISOString();
    return { from: new Date(begin).toISOString(), ...(until === undefined ? {} : { to: until }) };
  });
}

/** Weeks that follow each other, together. @param weeks at least one */
export function joinWeeks(weeks: readonly Reconciliation[]): Reconciliation {
  const [first, ...rest] = weeks;
  if (!first) throw new RangeError('there is nothing to join');
  return rest.reduce(
    (sum, week) => ({
      from: sum.from,
      to: week.to,
      balanced: sum.balanced && week.balanced,
      totals: add(sum.totals, week.totals),
      hours: [...sum.hours, ...week.hours],
    }),
    first,
  );
}

function add(a: Counts, b: Counts): Counts {
  const deliveries = [...a.deliveries];
  for (const one of b.deliveries) {
    const at = deliveries.findIndex(({ state, reason }) => state === one.state && reason === one.reason);
    const there = deliveries[at];
    if (there) deliveries[at] = { ...there, count: there.count + one.count };
    else deliveries.push(one);
  }
  const [appended, stored] = [a.appended + b.appended, a.stored + b.stored];
  const [duplicates, poison] = [a.duplicates + b.duplicates, a.poison + b.poison];
  return {
    ...{ appended, stored, duplicates, poison, conflicts: a.conflicts + b.conflicts },
    balanced: appended === stored + duplicates + poison,
    deliveries,
  };
}
