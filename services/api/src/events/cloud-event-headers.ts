// CloudEvents 1.0 in the binary mode of the HTTP binding: attributes are headers, the body is the data.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { EVENT_TYPE_PATTERN } from '@hopline/wire/limits';
import { InvalidHeaderError } from '../errors.ts';
import { isKeyTooLong, KEY_TOO_LONG, type PostedEvent } from './posted-event.ts';

const EVENT_TYPE = new RegExp(EVENT_TYPE_PATTERN);

/** Whether the headers are those of a CloudEvent; any of the needed ones is enough, so that a missing one is named. */
export function isBinaryCloudEvent(headers: IncomingHttpHeaders): boolean {
  return (
    headers['ce-specversion'] !== undefined ||
    headers['ce-id'] !== undefined ||
    headers['ce-type'] !== undefined
  );
}

/** The headers of a request: each as one text, and as the texts that it was sent as. */
export type RequestHeaders = Pick<IncomingMessage, 'headers' | 'headersDistinct'>;

/**
 * The event that the headers make, without its data. `ce-source`, which CloudEvents needs, and all other attributes are
 * not kept.
 * @throws {InvalidHeaderError}
 */
export function readCloudEventHeaders(request: RequestHeaders): Omit<PostedEvent, 'payload'> {
  const specversion = needed(request, 'ce-specversion');
  if (specversion !== '1.0') throw new InvalidHeaderError('ce-specversion', 'must be 1.0');
  needed(request, 'ce-source');
  const type = needed(request, 'ce-type');
  if (!EVENT_TYPE.test(type)) throw new InvalidHeaderError('ce-type', `must match ${EVENT_TYPE_PATTERN}`);
  return {
    type,
    dedupId: shortEnough('ce-id', needed(request, 'ce-id')),
    orderingKey:
      request.headers['ce-partitionkey'] === undefined
        ? null
        : shortEnough('ce-partitionkey', needed(request, 'ce-partitionkey')),
  };
}

function needed({ headers, headersDistinct }: RequestHeaders, name: string): string {
  const header = headers[name];
  if (typeof header !== 'string') throw new InvalidHeaderError(name, 'is required');
  // Node joins them with a comma: the two would make a third value, which nobody has sent.
  if ((headersDistinct[name]?.length ?? 0) > 1) throw new InvalidHeaderError(name, 'must stand once');
  const value = decodeAttribute(header);
  if (value === undefined) {
    throw new InvalidHeaderError(
      name,
      'must be printable ASCII, with anything else percent-encoded as UTF-8',
    );
  }
  if (value === '') throw new InvalidHeaderError(name, 'must not be empty');
  return value;
}

function shortEnough(name: string, key: string): string {
  if (isKeyTooLong(key)) throw new InvalidHeaderError(name, KEY_TOO_LONG);
  return key;
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/**
 * The value of an attribute in a header: a quoted string is unquoted, then `%XX` are bytes of UTF-8 (CloudEvents HTTP
 * protocol binding 1.0.2, section 3.1.3.2). Undefined when it is none, or holds U+0000, which cannot be stored.
 */
export function decodeAttribute(header: string): string | undefined {
  if (!PRINTABLE_ASCII.test(header)) return undefined;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(header)?.[1];
  const value = quoted === undefined ? header : quoted.replace(/\\(.)/g, '$1');
  if (!value.includes('%')) return value;
  try {
    const decoded = value.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodeURIComponent);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}
