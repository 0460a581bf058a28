// The bytes of requests. They are made once for each organization and size; only the numbers of the events differ, and are
// written into a copy. A client that printed JSON for each would measure itself.

/** What the receiver finds in a webhook: the number that the run has given to the event. */
const NUMBER_NAME = 'event_number';
const NUMBER_DIGITS = 10;
const BLANK = '_'.repeat(NUMBER_DIGITS);
const NUMBER_BEGINS = Buffer.from(`"${NUMBER_NAME}":"`);

/** The type of all events of a run, so that its endpoint gets nothing else. */
export const EVENT_TYPE = 'load.order_created';

/** An order as webhooks carry it, of 500 bytes, which is what docs/performance.md measures with. */
export const PAYLOAD = payloadOf(500);

/** Gives the body of a request with the events from a number on. */
export type Bodies = (firstNumber: number, events: number) => Buffer;

/** @param batch the most events of a request; 1 for `POST /api/events` */
export function createBodies(batch: number): Bodies {
  const event = `{"type":"${EVENT_TYPE}","payload":${PAYLOAD}}`;
  const templates = new Map<number, { bytes: Buffer; places: readonly number[] }>();
  const templateOf = (events: number) => {
    let template = templates.get(events);
    if (!template) {
      const text = batch === 1 ? event : `{"events":[${Array(events).fill(event).join(',')}]}`;
      const bytes = Buffer.from(text);
      template = { bytes, places: placesOf(bytes) };
      templates.set(events, template);
    }
    return template;
  };
  return (firstNumber, events) => {
    const { bytes, places } = templateOf(events);
    const body = Buffer.from(bytes);
    let number = firstNumber;
    for (const place of places) {
      body.write(String(number).padStart(NUMBER_DIGITS, '0'), place, NUMBER_DIGITS, 'latin1');
      number += 1;
    }
    return body;
  };
}

/** The number of the event in a webhook's body; undefined when it is not of a run. */
export function readNumber(body: Buffer): number | undefined {
  const at = body.indexOf(NUMBER_BEGINS);
  if (at < 0) return undefined;
  const from = at + NUMBER_BEGINS.length;
  const number = Number(body.toString('latin1', from, from + NUMBER_DIGITS));
  return Number.isInteger(number) ? number : undefined;
}

function placesOf(bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(BLANK); at >= 0; at = bytes.indexOf(BLANK, at + 1)) places.push(at);
  return places;
}

function payloadOf(bytes: number): string {
  const order = {
    [NUMBER_NAME]: BLANK,
    order_id: 'ord_7Q2MZK9V4T',
    currency: 'EUR',
    total: 149.85,
    customer: { id: 'cus_91KD', email: 'customer@example.org', country: 'AT' },
    items: [
      { sku: 'A-1001', name: 'Coffee, 1 kg', quantity: 2, price: 24.95 },
      { sku: 'B-2040', name: 'Grinder', quantity: 1, price: 99.95 },
    ],
    note: '',
  };
  order.note = 'Leave it at the door. '.repeat(20).slice(0, bytes - JSON.stringify(order).length);
  return JSON.stringify(order);
}
