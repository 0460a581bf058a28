// Times of requests as people read them. Pure.

/** @param share 0.5 for the median */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Whole milliseconds, for a column. */
export function ms(time: number): string {
  return Math.round(time).toString().padStart(5);
}
