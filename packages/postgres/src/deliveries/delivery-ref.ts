import { intArray, uuidArray } from '../binary-array.ts';

// The tables are partitioned by day. Every hot statement is about one day, given as a parameter of its own, and finds its
// rows one by one through the primary key (`cross join lateral … limit 1`): joined in the usual way, Postgres reads the
// due rows of all days and picks from them, which takes seconds behind the backlog of one paused endpoint. For the same
// reason they compare the state as text: that fits none of the partial indexes by state. Of a day without statistics, which
// every day is when it begins, Postgres would take the rows in that state for few and go through them all, and through
// what is left of those that have moved on.

/** A delivery's row in the state that somebody knows of: a row that has moved on has a higher version. */
export interface DeliveryRef {
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly id: string;
  readonly version: number;
}

/** References of one day as two arrays, for `unnest($2::uuid[], $3::int[])`. */
export function refColumns(refs: readonly Omit<DeliveryRef, 'day'>[]): [Buffer, Buffer] {
  return [uuidArray(refs.map(({ id }) => id)), intArray(refs.map(({ version }) => version))];
}
