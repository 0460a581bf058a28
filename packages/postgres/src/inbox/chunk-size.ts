// How many events a search looks at with one statement. Pure.

// The first chunk of a filtered search is small, for most filters fit many events; while they are quick they grow, so
// that a search for what is rare costs few statements, and none of them takes long.
export const FIRST_CHUNK = 500;
const LARGEST_CHUNK = 16_000;
const QUICK_MS = 25;

/** A chunk that was read. */
export interface ReadChunkTime {
  /** How many events it was to look at. */
  readonly size: number;
  /** How many there were: fewer at the end of a day. */
  readonly read: number;
  readonly ms: number;
}

/**
 * The size of the next chunk: twice that of one that was quick, but no more than goes, at the pace of the last one, into the time
 * that is left. A search whose pages must come from disk would otherwise begin a large chunk in its last moment.
 * @param leftMs until no further chunk is begun
 * @param least whatever is left
 */
export function nextChunkSize(
  { size, read, ms }: ReadChunkTime,
  leftMs: number,
  least = FIRST_CHUNK,
): number {
  const grown = ms < QUICK_MS ? Math.min(2 * size, LARGEST_CHUNK) : size;
  const inTime = read > 0 && ms > 0 ? Math.floor((read * leftMs) / ms) : grown;
  return Math.max(least, Math.min(grown, inTime));
}
