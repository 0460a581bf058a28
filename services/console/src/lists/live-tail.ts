// The newest rows of a stream. Bounded: the page does not grow, however many come.

/** How many rows are shown. */
export const MOST_SHOWN = 200;

export interface Tail<Row> {
  /** The newest first. */
  readonly rows: readonly Row[];
  /** How many came since the tail began: at least so many when `isAtLeast`. */
  readonly seen: number;
  readonly isAtLeast: boolean;
}

export const EMPTY_TAIL = { rows: [], seen: 0, isAtLeast: false } as const;

/** The tail after one more row. One that is known already, as after the connection broke, changes nothing. */
export function addToTail<Row extends { readonly id: string }>(tail: Tail<Row>, row: Row): Tail<Row> {
  if (tail.rows.some(({ id }) => id === row.id)) return tail;
  return { ...tail, rows: [row, ...tail.rows].slice(0, MOST_SHOWN), seen: tail.seen + 1 };
}

/** The tail after rows that came, but were too many to be sent. */
export function missFromTail<Row>(tail: Tail<Row>, missed: number, isAtLeast: boolean): Tail<Row> {
  return { ...tail, seen: tail.seen + missed, isAtLeast: tail.isAtLeast || isAtLeast };
}
