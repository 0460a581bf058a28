// The cursor of the log: a place in its order, and nothing of the filters, so that it is good with any of them.
import type { LogPosition } from '@hopline/postgres/delivery-log/log-query';
import { printCursor, readCursor } from '../inbox/cursor.ts';

/** That of the inbox, then the 16 bytes of the delivery's id in base64url, whose last character holds two bits of it. */
export const LOG_CURSOR_PATTERN = '^A[AB][A-Za-z0-9_-]{30}[A-Za-z0-9_-]{21}[AQgw]$';

const EVENT_LENGTH = 32;

export function printLogCursor({ micros, id, deliveryId }: LogPosition): string {
  return (
    printCursor({ micros, id }) + Buffer.from(deliveryId.replaceAll('-', ''), 'hex').toString('base64url')
  );
}

/**
 * The place that a cursor stands for.
 * @param text fits LOG_CURSOR_PATTERN
 */
export function readLogCursor(text: string): LogPosition {
  const hex = Buffer.from(text.slice(EVENT_LENGTH), 'base64url').toString('hex');
  return {
    ...readCursor(text.slice(0, EVENT_LENGTH)),
    deliveryId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  };
}
