/** The ways to say where records begin. */
export type Begin = 'latest' | 'earliest' | 'time' | 'offset';

/** Which of them a `from` of the URL is. Pure. */
export function beginOf(from: string | undefined): Begin {
  if (from === undefined) return 'latest';
  if (from === 'earliest') return 'earliest';
  return /^\d+$/.test(from) ? 'offset' : 'time';
}
