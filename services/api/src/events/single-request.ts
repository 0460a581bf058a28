// The one event of POST /api/events, in each of the forms that it may have.
import { RequestInvalidError } from '../errors.ts';
import type { RawBody } from '../http/read-body.ts';
import { cutObject, scanDocument } from '../json/parse-document.ts';
import { CloudEvent, readCloudEvent } from './cloud-event.ts';
import { isBinaryCloudEvent, type RequestHeaders, readCloudEventHeaders } from './cloud-event-headers.ts';
import { EventRequest, readEvent } from './event-request.ts';
import { withIdempotencyKey } from './idempotency-key.ts';
import type { PostedEvent } from './posted-event.ts';

/** By its media type a body is an event of ours, or the data of a CloudEvent in headers; or a whole CloudEvent. */
export type SingleFormat = 'json' | 'cloud-event';

/** The media types of POST /api/events. */
export const SINGLE_FORMATS = {
  'application/json': 'json',
  'application/cloudevents+json': 'cloud-event',
} as const satisfies Record<string, SingleFormat>;

/** What they look like, for the description of the API. */
export const SINGLE_BODY = {
  content: {
    'application/json': { schema: EventRequest },
    'application/cloudevents+json': { schema: CloudEvent },
  },
} as const satisfies { content: Record<keyof typeof SINGLE_FORMATS, object> };

/**
 * The event in the body of a request.
 * @throws {ApiError} saying what is wrong
 */
export function readSingle(body: RawBody<SingleFormat>, request: RequestHeaders): PostedEvent {
  const { headers } = request;
  if (body.format === 'json' && isBinaryCloudEvent(headers)) return readBinary(body.bytes, request);
  const members = scanDocument(body.bytes);
  const event = (body.format === 'json' ? readEvent : readCloudEvent)(body.bytes, members);
  if (event instanceof RequestInvalidError) throw event;
  return withIdempotencyKey(event, headers['idempotency-key']);
}

function readBinary(bytes: Buffer, request: RequestHeaders): PostedEvent {
  return { ...readCloudEventHeaders(request), payload: cutObject(bytes) };
}
