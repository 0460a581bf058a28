// The events of POST /api/events/batch, in each of the forms that it may have. The text is gone over once: each event's
// payload is cut from it, and what is wrong with one event refuses that one alone.
import { isUtf8 } from 'node:buffer';
import { MAX_BATCH_EVENTS, MAX_EVENT_BYTES } from '@hopline/wire/limits';
import { OPEN_BRACKET, skipSpace, terminated } from '@hopline/wire/scan-value';
import Type from 'typebox';
import {
  type ApiError,
  RequestInvalidError,
  RequestMalformedError,
  RequestTooLargeError,
} from '../errors.ts';
import type { RawBody } from '../http/read-body.ts';
import { pointerTo, requireAll, requireUtf8, tooManyMembers } from '../json/parse-document.ts';
import { type Item, type Member, scanItems, scanMembers, scanObject } from '../json/scan-object.ts';
import { CloudEvent, readCloudEvent } from './cloud-event.ts';
import { EventRequest, readEvent } from './event-request.ts';
import type { PostedEvent } from './posted-event.ts';

/** What a body is: `{"events":[…]}`, an event a line, or an array of CloudEvents. */
export type BatchFormat = 'json' | 'lines' | 'cloud-events';

/** The media types of POST /api/events/batch. */
export const BATCH_FORMATS = {
  'application/json': 'json',
  'application/x-ndjson': 'lines',
  'application/cloudevents-batch+json': 'cloud-events',
} as const satisfies Record<string, BatchFormat>;

/** What they look like, for the description of the API; a line of NDJSON is an event. */
export const BATCH_BODY = {
  content: {
    'application/json': {
      schema: Type.Object(
        { events: Type.Array(EventRequest, { minItems: 1, maxItems: MAX_BATCH_EVENTS }) },
        { additionalProperties: false },
      ),
    },
    'application/x-ndjson': { schema: EventRequest },
    'application/cloudevents-batch+json': {
      schema: Type.Array(CloudEvent, { minItems: 1, maxItems: MAX_BATCH_EVENTS }),
    },
  },
} as const satisfies { content: Record<keyof typeof BATCH_FORMATS, object> };

/** An event of a batch, or why it is refused; its pointer is one within the event. */
export type BatchItem = PostedEvent | ApiError;

const NEWLINE = 0x0a;

type ReadItem = (bytes: Buffer, members: readonly Member[]) => BatchItem;

/**
 * The events of a batch, in their order.
 * @throws {RequestMalformedError} when the body is not of its format, so that its events cannot be told apart
 * @throws {RequestTooLargeError} when there are too many
 * @throws {RequestInvalidError} when there are none, or there is something else besides
 */
export function readBatch({ format, bytes }: RawBody<BatchFormat>): BatchItem[] {
  const items = readItems(format, bytes);
  if (items.length > 0) return items;
  throw new RequestInvalidError(format === 'json' ? '/events' : '', 'must hold at least one event');
}

function readItems(format: BatchFormat, bytes: Buffer): BatchItem[] {
  if (format === 'lines') return readLines(bytes);
  requireUtf8(bytes);
  return format === 'json' ? readWrapped(bytes) : readArray(bytes);
}

/** `{"events":[…]}`. */
function readWrapped(bytes: Buffer): BatchItem[] {
  const text = terminated(bytes);
  const items: BatchItem[] = [];
  let isRead = false;
  const end = scanMembers(text, skipSpace(text, 0), (name, start) => {
    if (name !== 'events') throw new RequestInvalidError(pointerTo(name), 'is not a known member');
    if (text[start] !== OPEN_BRACKET) throw new RequestInvalidError('/events', 'must be of type array');
    // JSON.parse would take the last one. To read each would be to read any number of events, and to tell of the last alone.
    if (isRead) throw new RequestInvalidError('/events', 'must not stand twice');
    isRead = true;
    return scanItems(text, start, (item) => addItem(items, bytes, item, readEvent));
  });
  requireAll(bytes, text, end, 'object');
  return items;
}

/** The JSON batch format of CloudEvents. */
function readArray(bytes: Buffer): BatchItem[] {
  const text = terminated(bytes);
  const items: BatchItem[] = [];
  const onItem = (item: Item) => addItem(items, bytes, item, readCloudEvent);
  const end = scanItems(text, skipSpace(text, 0), onItem);
  requireAll(bytes, text, end, 'array');
  return items;
}

function addItem(items: BatchItem[], bytes: Buffer, { start, end, object }: Item, read: ReadItem): void {
  if (!object) addTo(items, new RequestInvalidError('', 'must be of type object'));
  else if (end - start > MAX_EVENT_BYTES) addTo(items, tooLarge());
  else addTo(items, tooManyMembers(object) ?? read(bytes, object.members));
}

/** An event a line (NDJSON); empty lines are passed over. Each line stands for itself, whatever is in the others. */
function readLines(bytes: Buffer): BatchItem[] {
  const isAllUtf8 = isUtf8(bytes);
  const text = terminated(bytes);
  const items: BatchItem[] = [];
  // Newlines are white space: empty lines are passed over like it, however many there are.
  for (let start = skipSpace(text, 0); start < bytes.length; start = skipSpace(text, start)) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    // A line is a text of its own: no scan may go on in the next one.
    text[end] = 0;
    const isText = isAllUtf8 || isUtf8(bytes.subarray(start, end));
    addTo(
      items,
      isText ? readLine(bytes, text, start, end) : new RequestMalformedError('the line is not UTF-8'),
    );
    start = Math.min(end + 1, bytes.length);
  }
  return items;
}

function readLine(bytes: Buffer, text: Buffer, first: number, end: number): BatchItem {
  if (end - first > MAX_EVENT_BYTES) return tooLarge();
  const object = scanObject(text, first);
  if (!object || skipSpace(text, object.end) !== end) {
    return new RequestMalformedError('the line is not a JSON object');
  }
  return tooManyMembers(object) ?? readEvent(bytes, object.members);
}

function addTo(items: BatchItem[], item: BatchItem): void {
  if (items.length === MAX_BATCH_EVENTS) {
    throw new RequestTooLargeError(`a batch has at most ${MAX_BATCH_EVENTS} events`);
  }
  items.push(item);
}

function tooLarge(): RequestTooLargeError {
  return new RequestTooLargeError(`the event has more than ${MAX_EVENT_BYTES} bytes`);
}
