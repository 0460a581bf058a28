/**
 * The longest time in which persist stored no batch, by its own log: whether a fault has really held it up.
 * @returns milliseconds
 */
export function longestStallMs(log: string): number {
  const times = log.split('\n').flatMap((line) => {
    if (!line.includes('"batch.stored"')) return [];
    return [Date.parse((JSON.parse(line) as { time: string }).time)];
  });
  return times.reduce((longest, time, i) => Math.max(longest, time - (times[i - 1] ?? time)), 0);
}
