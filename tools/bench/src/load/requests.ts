// The bytes of whole requests. Made once where they do not differ: a generator that prints JSON for each would measure
// itself.
import { randomBytes } from 'node:crypto';
import type { RequestKind } from './load.ts';
import { BLANK_STAMP, machineNow, STAMP_BYTES, STAMP_NAME, stampOf } from './stamp.ts';

/** The members of an event as webhooks carry it, filled up to exactly 500 bytes. */
export const PAYLOAD = payloadOf(500);

/** The body of one request: an event with a payload of 500 bytes. */
export const EVENT_BODY = `{"type":"order.created","payload":${PAYLOAD}}`;

/** The body of a batch. */
export function batchBody(size: number): string {
  return `{"events":[${Array(size).fill(EVENT_BODY).join(',')}]}`;
}

/** An order as a JSON object of exactly so many bytes, at least 400: with more items when it is larger. */
export function payloadOf(bytes: number): string {
  const order = {
    order_id: 'ord_7Q2MZK9V4T',
    number: 100_482,
    currency: 'EUR',
    total: 149.85,
    paid: true,
    customer: { id: 'cus_91KD', email: 'customer@example.org', country: 'AT', tags: ['new', 'newsletter'] },
    items: [
      { sku: 'A-1001', name: 'Coffee, 1 kg', quantity: 2, price: 24.95 },
      { sku: 'B-2040', name: 'Grinder', quantity: 1, price: 99.95 },
    ],
    note: '',
  };
  const missing = () => bytes - JSON.stringify(order).length;
  while (missing() > 200) order.items.push({ sku: 'C-3077', name: 'Filter paper', quantity: 3, price: 2.45 });
  order.note = 'Leave it at the door. '.repeat(10).slice(0, Math.max(0, missing()));
  const text = JSON.stringify(order);
  if (text.length !== bytes) throw new RangeError(`no payload has ${bytes} bytes`);
  return text;
}

/** Gives the bytes of the next request, which should go out at the given time of performance.now(). */
export function createRequests(kind: RequestKind): (intendedAt: number) => Buffer {
  switch (kind.kind) {
    case 'event': {
      const request = post('/api/events', kind.apiKey, EVENT_BODY);
      return () => request;
    }
    case 'batch': {
      const request = post('/api/events/batch', kind.apiKey, batchBody(kind.size));
      return () => request;
    }
    case 'keys': {
      const requests = kind.apiKeys.map((apiKey) => post('/api/events', apiKey, EVENT_BODY));
      return inTurn(requests);
    }
    case 'stamped':
      return stampedRequests(kind.apiKeys, kind.size);
    case 'bad keys': {
      const nextId = inTurn(kind.keyIds);
      let known = false;
      return () => {
        known = !known;
        const id = known ? nextId() : randomBytes(8).toString('hex');
        return post('/api/events', `hop_${id}_${randomBytes(32).toString('base64url')}`, EVENT_BODY);
      };
    }
  }
}

/** A payload of 500 bytes that begins with a stamp. */
const STAMPED_EVENT = (() => {
  const stamp = `"${STAMP_NAME}":"${BLANK_STAMP}",`;
  return `{"type":"order.created","payload":{${stamp}${payloadOf(500 - stamp.length).slice(1)}}`;
})();

function stampedRequests(apiKeys: readonly string[], size: number): (intendedAt: number) => Buffer {
  const nextTemplate = inTurn(
    apiKeys.map((apiKey) => {
      const bytes =
        size === 1
          ? post('/api/events', apiKey, STAMPED_EVENT)
          : post('/api/events/batch', apiKey, `{"events":[${Array(size).fill(STAMPED_EVENT).join(',')}]}`);
      return { bytes, places: placesOf(bytes) };
    }),
  );
  // Two clocks are read one after the other, and what holds the process up in between makes the difference too small.
  const ahead = Math.max(...Array.from({ length: 5 }, () => machineNow() - performance.now()));
  return (intendedAt) => {
    const { bytes, places } = nextTemplate();
    const request = Buffer.from(bytes);
    const stamp = stampOf(intendedAt + ahead);
    for (const place of places) request.write(stamp, place, STAMP_BYTES, 'latin1');
    return request;
  };
}

function placesOf(request: Buffer): number[] {
  const places: number[] = [];
  for (let at = request.indexOf(BLANK_STAMP); at >= 0; at = request.indexOf(BLANK_STAMP, at + 1)) {
    places.push(at);
  }
  return places;
}

function post(path: string, apiKey: string, body: string): Buffer {
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-api-key: ${apiKey}`,
      '',
      body,
    ].join('\r\n'),
  );
}

function inTurn<T>(items: readonly T[]): () => T {
  let i = -1;
  return () => {
    i = (i + 1) % items.length;
    return items[i] as T;
  };
}
