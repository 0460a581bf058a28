// Where tail begins. Pure.
import { InvalidArgumentError } from 'commander';
import { type Place, readPlace, readTime } from '../arguments.ts';

export type From =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'now' }
  | { readonly kind: 'time'; readonly sinceMs: number }
  | { readonly kind: 'place'; readonly place: Place };

/** `beginning`, `now`, a time, how long ago, or `<partition>:<offset>`. */
export function readFrom(text: string): From {
  if (text === 'beginning') return { kind: 'beginning' };
  if (text === 'now') return { kind: 'now' };
  if (/^\d+:\d+$/.test(text)) return { kind: 'place', place: readPlace(text) };
  try {
    return { kind: 'time', sinceMs: readTime(text) };
  } catch {
    throw new InvalidArgumentError(
      'It takes beginning, now, a time such as 2026-03-01T12:00:00Z, how long ago, such as 15m, or <partition>:<offset>.',
    );
  }
}
