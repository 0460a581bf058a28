import { HoplineError } from '../errors.ts';
import { MAX_EVENT_BYTES } from './limits.ts';
import { makeDedupId } from './make-dedup-id.ts';
import { utf8Length } from './utf8-length.ts';

/** An event to send. */
export interface EventInput {
  /** Such as `order.created`: letters, digits, `_`, `.` and `-`. */
  readonly type: string;
  /** A JSON object; webhooks get it as `data`. */
  readonly payload: object;
  /** Your own name of the event: the same one again is the same event. One is made when it is missing. */
  readonly dedupId?: string | undefined;
  /** Events with the same ordering key stay in order. */
  readonly orderingKey?: string | undefined;
}

/** An event as it is sent: what happens to the input afterwards changes nothing. */
export interface EncodedEvent {
  readonly dedupId: string;
  /** JSON. */
  readonly text: string;
  /** Of the text, in UTF-8. */
  readonly bytes: number;
}

/**
 * Writes an event down, with a dedup_id in any case, so that it can be sent again.
 * @throws {HoplineError} HPL_REQUEST_TOO_LARGE, without asking: in a batch it would cost the others their request
 * @throws {TypeError} JSON.stringify's, for a payload with a bigint or a circle in it
 */
export function encodeEvent({
  type,
  payload,
  dedupId = makeDedupId(),
  orderingKey,
}: EventInput): EncodedEvent {
  const text = JSON.stringify({ type, dedup_id: dedupId, ordering_key: orderingKey, payload });
  const bytes = utf8Length(text);
  if (bytes > MAX_EVENT_BYTES) {
    throw new HoplineError({
      code: 'HPL_REQUEST_TOO_LARGE',
      detail: `the event has ${bytes} bytes, more than ${MAX_EVENT_BYTES}; it was not sent`,
    });
  }
  return { dedupId, text, bytes };
}
