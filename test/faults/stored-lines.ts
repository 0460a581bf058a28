// What persist's log tells of the batches that it has stored.

interface StoredLine {
  readonly time: string;
  readonly records: number;
}

function storedLines(log: string): StoredLine[] {
  // What stands behind the last line break may be half a line.
  const lines = log.split('\n').slice(0, -1);
  return lines.flatMap((line) => (line.includes('"batch.stored"') ? [JSON.parse(line) as StoredLine] : []));
}

/**
 * The longest time in which persist stored no batch: whether a fault has really held it up.
 * @returns milliseconds
 */
export function longestStallMs(log: string): number {
  const times = storedLines(log).map(({ time }) => Date.parse(time));
  return times.reduce((longest, time, i) => Math.max(longest, time - (times[i - 1] ?? time)), 0);
}

/** How many records it has stored or set aside, those that it read again included. */
export function recordsIn(log: string): number {
  return storedLines(log).reduce((sum, { records }) => sum + records, 0);
}
