// Which hours a reconciliation is asked for. Pure.
import type { HourRange } from '@hopline/postgres/books/count-by-hour';
import { RequestInvalidError } from '../errors.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const MAX_DAYS = 31;

/** ISO 8601, a whole hour in UTC: `2026-03-01T12:00Z`, or as longer forms such as toISOString() have it. */
export const HOUR_PATTERN =
  '^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):00(:00(\\.0{1,9})?)?Z$';

/**
 * The hours of a query whose times have the form of HOUR_PATTERN. Without `to` it ends with the hour that is now, without
 * `from` it begins a day before its end.
 * @param now milliseconds since the epoch
 * @throws {RequestInvalidError} for a day that no month has, and a range that is empty, reversed or longer than 31 days
 */
export function hourRange(asked: { from?: string; to?: string }, now: number): HourRange {
  const to = parseHour('to', asked.to) ?? Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  const from = parseHour('from', asked.from) ?? to - DAY_MS;
  if (from >= to) throw new RequestInvalidError('/from', 'must be earlier than `to`');
  if (to - from > MAX_DAYS * DAY_MS) {
    throw new RequestInvalidError('/from', `must be at most ${MAX_DAYS} days before \`to\``);
  }
  return { from: new Date(from), to: new Date(to) };
}

function parseHour(name: 'from' | 'to', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [day, time] = [text.slice(0, 10), text.slice(11, 13)];
  const start = Date.parse(`${day}T${time}:00:00Z`);
  // The 31st of a shorter month would be taken for a day of the next one.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) {
    throw new RequestInvalidError(`/${name}`, 'is no day of the calendar');
  }
  return start;
}
