// How many candidates a step looks at. Pure.

export interface PageLimits {
  readonly least: number;
  readonly most: number;
}

/** Of events: a few milliseconds of the database at the most. */
export const EVENTS_PAGE: PageLimits = { least: 10, most: 500 };
/** Of failed deliveries of all endpoints: more than one event can have, by far. */
export const FAILED_PAGE: PageLimits = { least: 200, most: 1000 };

/**
 * About twice as many as it takes to find `wanted` of them, going by what was found so far: to look at hundreds for the two
 * that there is room for would be most of what a replay costs, and to look at a few for what is rare would never end.
 * @param part what it has looked at, and taken of it
 */
export function pageSize(
  { lookedAt, taken }: { readonly lookedAt: number; readonly taken: number },
  wanted: number,
  { least, most }: PageLimits,
): number {
  const each = (lookedAt + 1) / (taken + 1);
  return Math.min(most, Math.max(least, Math.ceil(2 * wanted * each)));
}
