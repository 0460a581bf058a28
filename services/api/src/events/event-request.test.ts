import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { parseDocument } from '../json/parse-document.ts';
import { type EventRequest, readEvent } from './event-request.ts';

function read(body: string, idempotencyKey?: string) {
  const document = parseDocument(Buffer.from(body));
  return readEvent(document.value as Static<typeof EventRequest>, document, idempotencyKey);
}

function pointerOf(body: string, idempotencyKey?: string): string | undefined {
  try {
    read(body, idempotencyKey);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof RequestInvalidError);
    return error.pointer;
  }
}

test('the payload is a cut of the bytes, under either of its names, also when the name is escaped', () => {
  const payload = '{"n": 10000000000000000001 }';
  for (const name of ['payload', 'data', 'pay\\u006coad']) {
    assert.equal(read(`{"type":"a","${name}": ${payload} }`).payload.toString(), payload);
  }
  assert.equal(read(`{"type":"a","payload":{},"payload":${payload}}`).payload.toString(), payload);
});

test('one of payload and data is needed, and not both', () => {
  assert.equal(pointerOf('{"type":"a"}'), '/payload');
  assert.equal(pointerOf('{"type":"a","data":{},"payload":{}}'), '/data');
});

test('keys are counted in bytes of UTF-8', () => {
  const withKey = (name: string, key: string) => `{"type":"a","payload":{},"${name}":"${key}"}`;
  for (const name of ['dedup_id', 'ordering_key']) {
    for (const key of ['x'.repeat(255), 'é'.repeat(127), '€'.repeat(85), '😀'.repeat(63)]) {
      assert.equal(pointerOf(withKey(name, key)), undefined, key);
    }
    for (const key of ['x'.repeat(256), 'é'.repeat(128), '€'.repeat(86), '😀'.repeat(64)]) {
      assert.equal(pointerOf(withKey(name, key)), `/${name}`, key);
    }
  }
});

test('Idempotency-Key stands for a missing dedup_id, as it was sent, when it is visible ASCII', () => {
  const body = '{"type":"a","payload":{}}';
  assert.equal(read(body).dedupId, null);
  assert.equal(read(body, '"8e03978e"').dedupId, '"8e03978e"');
  assert.equal(read('{"type":"a","payload":{},"dedup_id":"d"}', 'h').dedupId, 'd');
  for (const key of ['', 'a b', 'Ã©', 'x'.repeat(256)]) assert.equal(pointerOf(body, key), '/dedup_id', key);
});
