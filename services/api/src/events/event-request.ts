import { EVENT_TYPE_PATTERN, MAX_KEY_BYTES } from '@hopline/wire/limits';
import Type, { type Static } from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import type { JsonDocument } from '../json/parse-document.ts';

const key = (description: string) => Type.String({ minLength: 1, maxLength: MAX_KEY_BYTES, description });

/** The body of POST /api/events. */
export const EventRequest = Type.Object(
  {
    type: Type.String({ pattern: EVENT_TYPE_PATTERN, description: 'such as order.created' }),
    dedup_id: Type.Optional(key('your own name of the event; the same one again is the same event')),
    ordering_key: Type.Optional(key('events with the same ordering key stay in order')),
    payload: Type.Optional(Type.Object({}, { description: 'what your webhooks get as data, byte for byte' })),
    data: Type.Optional(Type.Object({}, { description: 'taken for payload' })),
  },
  { additionalProperties: false },
);

/** An event as a client posted it. */
export interface PostedEvent {
  readonly type: string;
  readonly dedupId: string | null;
  readonly orderingKey: string | null;
  /** The payload's JSON text, byte for byte as received. */
  readonly payload: Buffer;
}

// Other characters would reach us as latin1, whatever they were, and so as another key than the same text in a body.
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The event in a body that fits EventRequest.
 * @param idempotencyKey the header, which stands for a missing dedup_id
 * @throws {RequestInvalidError}
 */
export function readEvent(
  body: Static<typeof EventRequest>,
  { raw, members }: JsonDocument,
  idempotencyKey: string | undefined,
): PostedEvent {
  const span = members.get('payload') ?? members.get('data');
  if (!span) throw new RequestInvalidError('/payload', 'is required');
  if (body.payload !== undefined && body.data !== undefined) {
    throw new RequestInvalidError('/data', 'stands for payload; send only one of them');
  }
  return {
    type: body.type,
    dedupId: body.dedup_id === undefined ? checkHeader(idempotencyKey) : checkKey('/dedup_id', body.dedup_id),
    orderingKey: body.ordering_key === undefined ? null : checkKey('/ordering_key', body.ordering_key),
    payload: raw.subarray(span.start, span.end),
  };
}

function checkKey(pointer: string, text: string): string {
  // A character of UTF-16 has at most three bytes in UTF-8: short keys, which are the rule, need not be counted.
  if (text.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(text) > MAX_KEY_BYTES) {
    throw new RequestInvalidError(pointer, `must not be longer than ${MAX_KEY_BYTES} bytes of UTF-8`);
  }
  return text;
}

function checkHeader(idempotencyKey: string | undefined): string | null {
  if (idempotencyKey === undefined) return null;
  if (IDEMPOTENCY_KEY.test(idempotencyKey)) return idempotencyKey;
  throw new RequestInvalidError(
    '/dedup_id',
    'the Idempotency-Key header must be 1 to 255 visible ASCII characters; use dedup_id for others',
  );
}
