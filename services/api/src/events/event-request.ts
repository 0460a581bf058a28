import { EVENT_TYPE_PATTERN, MAX_KEY_BYTES } from '@hopline/wire/limits';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { RequestInvalidError } from '../errors.ts';
import { firstProblem } from '../http/validate.ts';
import { fieldValue, lastNamed, presentFields } from '../json/field-values.ts';
import { flawOf, pointerTo } from '../json/parse-document.ts';
import type { Member } from '../json/scan-object.ts';
import { isKeyTooLong, KEY_TOO_LONG, type PostedEvent } from './posted-event.ts';

const key = (description: string) => Type.String({ minLength: 1, maxLength: MAX_KEY_BYTES, description });

/** The body of POST /api/events, and each event of a batch. */
export const EventRequest = Type.Object(
  {
    type: Type.String({ pattern: EVENT_TYPE_PATTERN, description: 'such as order.created' }),
    dedup_id: Type.Optional(key('your own name of the event; the same one again is the same event')),
    ordering_key: Type.Optional(key('events with the same ordering key stay in order')),
    payload: Type.Optional(Type.Object({}, { description: 'what your webhooks get as data, byte for byte' })),
    data: Type.Optional(Type.Object({}, { description: 'taken for payload' })),
  },
  {
    additionalProperties: false,
    examples: [{ type: 'order.created', dedup_id: 'order-4711', payload: { order: 4711, total: 99.5 } }],
  },
);

const NAMES: ReadonlySet<string> = new Set(Object.keys(EventRequest.properties));
const validator = Compile(EventRequest);

/**
 * The event that these members of a scanned text make, or what is wrong with them. Pointers are those within the event.
 */
export function readEvent(text: Buffer, members: readonly Member[]): PostedEvent | RequestInvalidError {
  for (const member of members) {
    const flaw = flawOf(member);
    if (flaw) return flaw;
    if (!NAMES.has(member.name)) {
      return new RequestInvalidError(pointerTo(member.name), 'is not a known member');
    }
  }
  const payload = lastNamed(members, 'payload');
  const data = lastNamed(members, 'data');
  const fields = {
    type: fieldValue(text, lastNamed(members, 'type')),
    dedup_id: fieldValue(text, lastNamed(members, 'dedup_id')),
    ordering_key: fieldValue(text, lastNamed(members, 'ordering_key')),
    payload: fieldValue(text, payload),
    data: fieldValue(text, data),
  };
  if (!validator.Check(fields)) return firstProblem(validator.Errors(presentFields(fields)));
  const { type, dedup_id: dedupId = null, ordering_key: orderingKey = null } = fields;
  if (dedupId !== null && isKeyTooLong(dedupId)) return new RequestInvalidError('/dedup_id', KEY_TOO_LONG);
  if (orderingKey !== null && isKeyTooLong(orderingKey)) {
    return new RequestInvalidError('/ordering_key', KEY_TOO_LONG);
  }
  if (payload && data) {
    return new RequestInvalidError('/data', 'stands for payload; send only one of them');
  }
  const span = payload ?? data;
  if (!span) return new RequestInvalidError('/payload', 'is required');
  return { type, dedupId, orderingKey, payload: text.subarray(span.start, span.end) };
}
