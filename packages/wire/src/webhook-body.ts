// The body that a webhook gets. It is fixed when the event is accepted and never made anew, so that every attempt, in
// whatever release, sends the same bytes, and numbers that JavaScript cannot hold arrive as they were sent.

const DATA = ',"data":';

/** What a body says of its event beside the payload. */
export interface BodyHead {
  readonly id: string;
  readonly type: string;
  readonly acceptedAtMs: number;
}

/**
 * `{"id":…,"type":…,"timestamp":…,"data":<payload>}`.
 * @param payload the payload's JSON text, byte for byte as received
 */
export function webhookBody(event: BodyHead & { readonly payload: Buffer }): Buffer {
  const head = webhookHead(event);
  const { payload } = event;
  const body = Buffer.allocUnsafe(head.length + payload.length + 1);
  body.write(head, 'latin1');
  payload.copy(body, head.length);
  body[body.length - 1] = CLOSE_BRACE;
  return body;
}

/** The body's text before the payload, ASCII; behind the payload comes CLOSE_BRACE. */
export function webhookHead({ id, type, acceptedAtMs }: BodyHead): string {
  // No escaping: an id is a UUID and a type has only letters, digits, `_`, `.` and `-`.
  return `{"id":"${id}","type":"${type}","timestamp":"${isoTime(acceptedAtMs)}"${DATA}`;
}

export const CLOSE_BRACE = 0x7d;

let printedMs = Number.NaN;
let printed = '';

/** RFC 3339. Under load many events are of the same millisecond, and printing it is most of what a body costs. */
function isoTime(ms: number): string {
  if (ms !== printedMs) {
    printed = new Date(ms).toISOString();
    printedMs = ms;
  }
  return printed;
}

/** The payload's bytes within a webhook's body. No earlier member can hold the text that is searched for. */
export function payloadOf(body: Buffer): Buffer {
  return body.subarray(body.indexOf(DATA) + DATA.length, body.length - 1);
}
