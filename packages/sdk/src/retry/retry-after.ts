/**
 * How long an answer asks to wait, in milliseconds (RFC 9110, section 10.2.3): seconds, or a date.
 * @param header the value of Retry-After
 * @param now milliseconds since the epoch
 * @returns undefined when it is missing or cannot be read
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Every form of a date begins with the day of the week; Date.parse alone would take a bare number for a year.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
