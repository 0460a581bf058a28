// The cursor of the inbox: a place in its order, and nothing of the filters, so that it is good with any of them.
import type { InboxPosition } from '@hopline/postgres/inbox/inbox-query';
import { RequestInvalidError } from '../errors.ts';

/** 24 bytes in base64url. */
export const CURSOR_PATTERN = '^[A-Za-z0-9_-]{32}$';

const MICROS_BYTES = 8;

/** The text of a place: the time of acceptance in microseconds and the id, in bytes. */
export function printCursor({ micros, id }: InboxPosition): string {
  const bytes = Buffer.alloc(24);
  bytes.writeBigUInt64BE(BigInt(micros));
  bytes.write(id.replaceAll('-', ''), MICROS_BYTES, 'hex');
  return bytes.toString('base64url');
}

/**
 * The place that a cursor stands for.
 * @param text fits CURSOR_PATTERN
 * @throws {RequestInvalidError} when no page has given it
 */
export function readCursor(text: string): InboxPosition {
  const bytes = Buffer.from(text, 'base64url');
  const micros = bytes.readBigUInt64BE();
  if (micros > Number.MAX_SAFE_INTEGER)
    throw new RequestInvalidError('/cursor', 'is no next_cursor of a page');
  const hex = bytes.toString('hex', MICROS_BYTES);
  return { micros: Number(micros), id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}
