// The newest rows of a list that is read again and again. Bounded: the page does not grow, however many come.

/** How many rows are shown. */
export const MOST_SHOWN = 200;

export interface Tail<Row> {
  /** The newest first. */
  readonly rows: readonly Row[];
  /** How many came since the tail began: at least so many when `hasGaps`. */
  readonly seen: number;
  /** Whether more came between two reads than a page has. */
  readonly hasGaps: boolean;
}

export const EMPTY_TAIL = { rows: [], seen: 0, hasGaps: false } as const;

/**
 * The tail after another page of the newest was read.
 * @param page the newest first
 * @param isFirst whether the page is what was there when the tail began
 */
export function followTail<Row extends { readonly id: string }>(
  tail: Tail<Row>,
  page: readonly Row[],
  isFirst: boolean,
): Tail<Row> {
  const known = new Set(tail.rows.map(({ id }) => id));
  const fresh = page.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return tail;
  const meets = fresh.length < page.length;
  return {
    rows: [...fresh, ...tail.rows].slice(0, MOST_SHOWN),
    seen: tail.seen + (isFirst ? 0 : fresh.length),
    hasGaps: tail.hasGaps || (!isFirst && !meets && tail.rows.length > 0),
  };
}
