// The answer of a reconciliation. Pure.
import type { HourlyBooks, HourRange, RecordCounts } from '@hopline/postgres/books/count-by-hour';
import type { DeliveryState } from '@hopline/postgres/deliveries/delivery-state';

interface DeliveryCount {
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly count: number;
}

interface Books extends RecordCounts {
  /** Whether appended = stored + duplicates + poison. */
  readonly balanced: boolean;
  readonly deliveries: readonly DeliveryCount[];
}

export interface PrintedBooks {
  readonly from: Date;
  readonly to: Date;
  /** Whether every hour is. */
  readonly balanced: boolean;
  readonly totals: Books;
  readonly hours: readonly ({ readonly hour: Date } & Books)[];
}

const NOTHING: RecordCounts = { appended: 0, stored: 0, duplicates: 0, conflicts: 0, poison: 0 };

/** The hours in which something was, in their order, and what they come to. */
export function printBooks({ from, to }: HourRange, { records, deliveries }: HourlyBooks): PrintedBooks {
  const times = [...new Set([...records, ...deliveries].map(({ hour }) => hour.getTime()))].sort(
    (a, b) => a - b,
  );
  const recordsOf = new Map(records.map(({ hour, ...counts }) => [hour.getTime(), counts]));
  const deliveriesOf = Map.groupBy(deliveries, ({ hour }) => hour.getTime());
  const hours = times.map((time) => ({
    hour: new Date(time),
    ...booksOf(recordsOf.get(time) ?? NOTHING, deliveriesOf.get(time) ?? []),
  }));
  const balanced = hours.every((hour) => hour.balanced);
  return { from, to, balanced, totals: booksOf(sum(records), deliveries), hours };
}

function booksOf(counts: RecordCounts, deliveries: readonly DeliveryCount[]): Books {
  const { appended, stored, duplicates, conflicts, poison } = counts;
  const balanced = appended === stored + duplicates + poison;
  return {
    appended,
    stored,
    duplicates,
    conflicts,
    poison,
    balanced,
    deliveries: byStateAndReason(deliveries),
  };
}

function sum(all: readonly RecordCounts[]): RecordCounts {
  const of = (name: keyof RecordCounts) => all.reduce((total, counts) => total + counts[name], 0);
  return {
    appended: of('appended'),
    stored: of('stored'),
    duplicates: of('duplicates'),
    conflicts: of('conflicts'),
    poison: of('poison'),
  };
}

/** One entry for each state and reason, in the order in which they first come. */
function byStateAndReason(deliveries: readonly DeliveryCount[]): DeliveryCount[] {
  const found = new Map<string, DeliveryCount>();
  for (const { state, reason, count } of deliveries) {
    const key = `${state} ${reason ?? ''}`;
    found.set(key, { state, reason, count: count + (found.get(key)?.count ?? 0) });
  }
  return [...found.values()];
}
