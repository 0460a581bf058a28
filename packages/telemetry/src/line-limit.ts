/** Asked before each line of a kind that may come in masses. */
export interface LineLimit {
  /**
   * What the line is to say besides: `unwritten`, how much before it has no line. Undefined when this one gets none either.
   * @param count of how much the line would tell
   */
  admit(count?: number): { readonly unwritten?: number } | undefined;
}

/**
 * Lets so many lines of a kind through in each period: when everything fails or is slow, more would only make it slower.
 * @param now milliseconds of a monotonic clock
 */
export function createLineLimit(
  lines: number,
  periodMs: number,
  now: () => number = () => performance.now(),
): LineLimit {
  let period = Number.NaN;
  let left = lines;
  let unwritten = 0;

  return {
    admit(count = 1) {
      const thisPeriod = Math.floor(now() / periodMs);
      if (thisPeriod !== period) {
        period = thisPeriod;
        left = lines;
      }
      if (left === 0) {
        unwritten += count;
        return undefined;
      }
      left -= 1;
      const said = unwritten === 0 ? {} : { unwritten };
      unwritten = 0;
      return said;
    },
  };
}
