// Moments as SQL gives and takes them: a Date has no microseconds.

/** SQL for a moment as microseconds since the epoch, a number that a double holds exactly. @param column a timestamptz */
export const MICROS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::float8`;

/** SQL for the moment that is given in microseconds since the epoch; null of null. @param parameter such as `$1` */
export const MOMENT = (parameter: string): string =>
  `(timestamptz 'epoch' + ${parameter}::float8 * interval '1 microsecond')`;
