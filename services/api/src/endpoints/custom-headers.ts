// Headers that an endpoint wants with each webhook, such as a token for a gateway in front of it.
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';

const MAX_HEADERS = 20;
const MAX_NAME = 64;
const MAX_VALUE = 1024;
/** Names and values together, as characters, which are bytes here. */
const MAX_TOTAL = 4096;

/** A token (RFC 9110, section 5.6.2). */
const NAME = `^[!#$%&'*+.^_\`|~0-9A-Za-z-]{1,${MAX_NAME}}$`;
/** A field value (RFC 9110, section 5.5) without obs-text: visible ASCII, with blanks inside only. */
const VALUE = `^([!-~]([\\t -~]{0,${MAX_VALUE - 2}}[!-~])?)?$`;

const CustomHeader = Type.Object(
  {
    name: Type.String({ pattern: NAME, examples: ['authorization'] }),
    value: Type.String({ pattern: VALUE, examples: ['Bearer 3fQ9'] }),
  },
  { additionalProperties: false },
);

export const CustomHeaders = Type.Array(CustomHeader, {
  maxItems: MAX_HEADERS,
  description:
    'sent with each webhook; none that Hopline sets itself, that frames the message or that is for one connection only. Their values are sealed and never shown',
});

interface Header {
  readonly name: string;
  readonly value: string;
}

// What Hopline sets, what says how long the message is and where it goes, and what is for one connection (RFC 9110,
// section 7.6.1). A value of the endpoint's in one of these would change what the receiver takes for the webhook.
const RESERVED = new Set([
  ...['host', 'content-length', 'transfer-encoding', 'trailer', 'te', 'expect'],
  ...['connection', 'keep-alive', 'upgrade', 'http2-settings'],
  ...['user-agent', 'traceparent', 'tracestate', 'baggage', 'date'],
]);
const RESERVED_PREFIX = /^(webhook-|content-|proxy-|hopline-)/;

/**
 * The headers by name in lower case, as they are stored.
 * @throws {RequestInvalidError} for one that may not be set or stands twice, or when all are too long together
 */
export function readCustomHeaders(headers: readonly Header[]): Record<string, string> {
  // Not a plain object while names are looked up in it: `__proto__` is a token too.
  const read = new Map<string, string>();
  let total = 0;
  for (const [i, header] of headers.entries()) {
    const name = header.name.toLowerCase();
    if (RESERVED.has(name) || RESERVED_PREFIX.test(name)) {
      throw new RequestInvalidError(`/headers/${i}/name`, `${name} may not be set`);
    }
    if (read.has(name)) throw new RequestInvalidError(`/headers/${i}/name`, `${name} stands twice`);
    total += name.length + header.value.length;
    if (total > MAX_TOTAL) {
      throw new RequestInvalidError(`/headers/${i}`, `makes the headers longer than ${MAX_TOTAL} characters`);
    }
    read.set(name, header.value);
  }
  return Object.fromEntries(read);
}
