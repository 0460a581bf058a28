// What stands on a command line, read and checked. Each throws commander's own error, which names the option. Pure.
import { parseDuration } from '@hopline/runtime/duration';
import { isUuid } from '@hopline/wire/uuid';
import { InvalidArgumentError } from 'commander';

/** A UUID in any case. */
export function readId(text: string): string {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new InvalidArgumentError('It takes an id, which is a UUID.');
  return id;
}

/** A whole number from 1 on. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1 on.');
  return Number(text);
}

/** A whole number from 0 on. */
export function readNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

/** A moment (RFC 3339), or how long ago it is. @returns milliseconds since the epoch */
export function readTime(text: string, nowMs = Date.now()): number {
  try {
    return nowMs - parseDuration(text);
  } catch {
    const ms = /^\d{4}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(ms)) return ms;
    throw new InvalidArgumentError(
      'It takes a time such as 2026-03-01T12:00:00Z, or how long ago, such as 15m.',
    );
  }
}

/** Where a record stands. */
export interface Place {
  readonly partition: number;
  readonly offset: bigint;
}

/** `<partition>:<offset>`, as it is printed. */
export function readPlace(text: string): Place {
  const [, partition, offset] = /^(\d{1,9}):(\d{1,18})$/.exec(text) ?? [];
  if (partition === undefined || offset === undefined) {
    throw new InvalidArgumentError('It takes <partition>:<offset>, as list prints it.');
  }
  return { partition: Number(partition), offset: BigInt(offset) };
}
