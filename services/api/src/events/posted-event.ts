import { MAX_KEY_BYTES } from '@hopline/wire/limits';

/** An event as a client posted it, in whichever form. */
export interface PostedEvent {
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  /** The payload's JSON text, byte for byte as received. */
  readonly payload: Buffer;
}

export const KEY_TOO_LONG = `must not be longer than ${MAX_KEY_BYTES} bytes of UTF-8`;

/** Whether a dedup_id or ordering key has more bytes than it may have. */
export function isKeyTooLong(key: string): boolean {
  // A character of UTF-16 has at most three bytes in UTF-8: short keys, which are the rule, need not be counted.
  return key.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(key) > MAX_KEY_BYTES;
}
