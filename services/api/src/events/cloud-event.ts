// CloudEvents 1.0 in the JSON format (structured mode, and each event of a batch).
import { EVENT_TYPE_PATTERN, MAX_KEY_BYTES } from '@hopline/wire/limits';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { RequestInvalidError } from '../errors.ts';
import { firstProblem } from '../http/validate.ts';
import { fieldValue, lastNamed, presentFields } from '../json/field-values.ts';
import { flawOf } from '../json/parse-document.ts';
import type { Member } from '../json/scan-object.ts';
import { isKeyTooLong, KEY_TOO_LONG, type PostedEvent } from './posted-event.ts';

/** Whatever is JSON by its subtype or its suffix, such as text/json (CloudEvents JSON format 1.0.2, section 3.1). */
const JSON_MEDIA_TYPE = '^[^ ;/]+/([^ ;/]+\\+)?[jJ][sS][oO][nN] *(;.*)?$';

const text = (description: string, maxLength?: number) =>
  Type.String({ minLength: 1, ...(maxLength ? { maxLength } : {}), description });

/** What is looked at. Other attributes are allowed, and not kept. */
export const CloudEvent = Type.Object(
  {
    specversion: Type.Enum(['1.0']),
    id: text('the dedup_id', MAX_KEY_BYTES),
    source: text('needed by CloudEvents; not kept, and no part of the identity'),
    type: Type.String({ pattern: EVENT_TYPE_PATTERN, description: 'the type, such as order.created' }),
    datacontenttype: Type.Optional(Type.String({ pattern: JSON_MEDIA_TYPE, description: 'JSON, if given' })),
    partitionkey: Type.Optional(text('the ordering_key', MAX_KEY_BYTES)),
    data: Type.Object({}, { description: 'what your webhooks get as data, byte for byte' }),
  },
  {
    examples: [
      { specversion: '1.0', id: 'order-4711', source: '/shop', type: 'order.created', data: { order: 4711 } },
    ],
  },
);

const validator = Compile(CloudEvent);

/** The event that these members of a CloudEvent make, or what is wrong with them. Pointers are those within the event. */
export function readCloudEvent(body: Buffer, members: readonly Member[]): PostedEvent | RequestInvalidError {
  for (const member of members) {
    const flaw = flawOf(member);
    if (flaw) return flaw;
  }
  // A null stands for an attribute that is not there (CloudEvents JSON format 1.0.2, section 2.2).
  const value = (name: string) => fieldValue(body, lastNamed(members, name)) ?? undefined;
  if (value('data_base64') !== undefined) {
    return new RequestInvalidError('/data_base64', 'is not taken: send a JSON object as data');
  }
  const data = lastNamed(members, 'data');
  const fields = {
    specversion: value('specversion'),
    id: value('id'),
    source: value('source'),
    type: value('type'),
    datacontenttype: value('datacontenttype'),
    partitionkey: value('partitionkey'),
    data: fieldValue(body, data),
  };
  if (!validator.Check(fields)) return firstProblem(validator.Errors(presentFields(fields)));
  const { id, type, partitionkey = null } = fields;
  if (isKeyTooLong(id)) return new RequestInvalidError('/id', KEY_TOO_LONG);
  if (partitionkey !== null && isKeyTooLong(partitionkey)) {
    return new RequestInvalidError('/partitionkey', KEY_TOO_LONG);
  }
  return { type, dedupId: id, orderingKey: partitionkey, payload: body.subarray(data?.start, data?.end) };
}
