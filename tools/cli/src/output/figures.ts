// Figures for people. Pure.
import { formatDuration } from '@hopline/runtime/duration';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes in units of 1000, such as `1.2 MB`. */
export function printBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A time span of some length, such as `0.4 s`, `12 s`, `3 min`, `5.2 h`, `3.1 d`. @param ms milliseconds, from 0 */
export function printSpan(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** A rate a second, such as `0`, `0.2`, `17`, `1520`. */
export function printRate(perSecond: number): string {
  if (perSecond === 0) return '0';
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}

/** A topic's setting in milliseconds as a duration; `-1` is Kafka's word for ever. */
export function printRetention(ms: string | null | undefined): string {
  if (ms === undefined || ms === null) return '?';
  return Number(ms) < 0 ? 'for ever' : formatDuration(Number(ms));
}

/** `1 record`, `2 records`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
