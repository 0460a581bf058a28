import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadOf, webhookBody } from './webhook-body.ts';

const id = '2ed6657d-e927-568b-95e1-2665a8aea6a2';

test('the body of a released version never changes by a byte', () => {
  const body = webhookBody({
    id,
    type: 'order.created',
    acceptedAtMs: 1_700_000_000_123,
    payload: Buffer.from('{"a":1}'),
  });
  assert.equal(
    body.toString(),
    `{"id":"${id}","type":"order.created","timestamp":"2023-11-14T22:13:20.123Z","data":{"a":1}}`,
  );
});

test('the payload is found again byte for byte, also when it looks like a body itself', () => {
  const payloads = [
    '{}',
    '{ "n" : 12345678901234567890 }',
    '{"x":",\\"data\\":","data":{"data":1}}',
    '{"é":"\\u00e9"}',
  ];
  for (const text of payloads) {
    const body = webhookBody({ id, type: 'data', acceptedAtMs: 0, payload: Buffer.from(text) });
    assert.equal(payloadOf(body).toString(), text);
    assert.deepEqual(JSON.parse(body.toString()).data, JSON.parse(text));
  }
});

test('each body has the time of its own event', () => {
  for (const acceptedAtMs of [0, 1, 1, 1_700_000_000_123, 0]) {
    const body = webhookBody({ id, type: 'a', acceptedAtMs, payload: Buffer.from('{}') });
    assert.equal(JSON.parse(body.toString()).timestamp, new Date(acceptedAtMs).toISOString());
  }
});
