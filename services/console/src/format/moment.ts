// Times as people read them, in the viewer's own zone.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The exact instant (ISO 8601, UTC, to the millisecond), whatever form the time came in; the text itself when it is none. */
export function exactInstant(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms).toISOString();
}

/** The day and the time to the second, as the viewer's language has them. `zone` is for tests: without it, the viewer's. */
export function localMoment(time: string, locale?: string, zone?: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return time;
  return new Intl.DateTimeFormat(locale, {
    ...{
      year: 'numeric',
      month: 'short',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    },
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(ms);
}

/** The time of the day to the second. `ms` since the epoch. */
export function localClock(ms: number, locale?: string, zone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(ms);
}

/** How far it is from now: `in 5 minutes`, `2 hours ago`. */
export function fromNow(time: string, now: number, locale?: string): string {
  const distance = Date.parse(time) - now;
  if (Number.isNaN(distance)) return time;
  const size = Math.abs(distance);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < MINUTE) return relative.format(Math.round(distance / SECOND), 'second');
  if (size < HOUR) return relative.format(Math.round(distance / MINUTE), 'minute');
  if (size < DAY) return relative.format(Math.round(distance / HOUR), 'hour');
  return relative.format(Math.round(distance / DAY), 'day');
}
