// The cursor of the inbox: a place in its order, and nothing of the filters, so that it is good with any of them.
import type { InboxPosition } from '@hopline/postgres/inbox/inbox-query';

/** 24 bytes in base64url, the first eleven bits 0: a number of microseconds that JavaScript holds exactly. */
export const CURSOR_PATTERN = '^A[AB][A-Za-z0-9_-]{30}$';

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
 */
export function readCursor(text: string): InboxPosition {
  const bytes = Buffer.from(text, 'base64url');
  const hex = bytes.toString('hex', MICROS_BYTES);
  return {
    micros: Number(bytes.readBigUInt64BE()),
    id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  };
}
