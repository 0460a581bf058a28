// The requests of all scripts, and what is looked at in their answers.
import { check } from 'k6';
import http, { type RefinedResponse } from 'k6/http';
import { Counter } from 'k6/metrics';
import { BASE_URL } from './settings.ts';

/** Events that were answered 202, also within batches. */
const accepted = new Counter('events_accepted');

/** An order as a JSON object of 500 bytes, as `npm run load` and the benchmarks have it. */
const PAYLOAD = (() => {
  const order = {
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
  order.note = 'Leave it at the door. '.repeat(20).slice(0, 500 - JSON.stringify(order).length);
  return JSON.stringify(order);
})();
const EVENT = `{"type":"load.order_created","payload":${PAYLOAD}}`;

type Answer = RefinedResponse<'text'>;

/** Posts one event. */
export function postEvent(apiKey: string): Answer {
  const answer = post('/api/events', apiKey, EVENT);
  if (answer.status === 202) accepted.add(1);
  return answer;
}

/** Posts a batch; each of its events has an answer of its own. */
export function postBatch(apiKey: string, size: number): Answer {
  const answer = post('/api/events/batch', apiKey, `{"events":[${Array(size).fill(EVENT).join(',')}]}`);
  if (answer.status === 202) accepted.add(answer.json('accepted') as number);
  return answer;
}

/** That it was accepted. */
export function expectAccepted(answer: Answer): void {
  check(answer, { 'is accepted': ({ status }) => status === 202 });
}

/** That it was accepted, or refused in the way that a client can live with: it says when to come again. */
export function expectAcceptedOrLater(answer: Answer): void {
  check(answer, {
    'is accepted, or told when to come again': ({ status, headers }) =>
      status === 202 || ((status === 429 || status === 503) && Number(headers['Retry-After']) > 0),
  });
}

function post(path: string, apiKey: string, body: string): Answer {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  return http.post(`${BASE_URL}${path}`, body, { headers, tags: { name: path }, responseType: 'text' });
}
