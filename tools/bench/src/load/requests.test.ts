import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRequests, payloadOf } from './requests.ts';

test('a payload is a JSON object of exactly the asked number of bytes', () => {
  for (const bytes of [400, 500, 1024, 10_240, 102_400]) {
    const text = payloadOf(bytes);
    assert.equal(Buffer.byteLength(text), bytes);
    assert.equal(typeof JSON.parse(text), 'object');
  }
});

test('every bad key is another one, in turn with a known id and with an unknown one', () => {
  const next = createRequests({ kind: 'bad keys', keyIds: ['A'.repeat(16)] });
  const keys = Array.from(
    { length: 6 },
    () => /x-api-key: (hop_[0-9A-Za-z]{16}_[\w-]{43})\r\n/.exec(next().toString())?.[1],
  );
  assert.equal(new Set(keys).size, 6);
  assert.deepEqual(
    keys.map((key) => key?.startsWith('hop_AAAAAAAAAAAAAAAA_')),
    [true, false, true, false, true, false],
  );
});

test('the head of a request says how long its body is', () => {
  const [head, body] = createRequests({ kind: 'batch', apiKey: 'k', size: 3 })().toString().split('\r\n\r\n');
  assert.match(head ?? '', new RegExp(`content-length: ${Buffer.byteLength(body ?? '')}`));
  assert.equal(JSON.parse(body ?? '').events.length, 3);
});
