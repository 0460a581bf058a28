import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRequests, payloadOf } from './requests.ts';
import { machineNow, readStamp } from './stamp.ts';

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
    () => /x-api-key: (hop_[0-9A-Za-z]{16}_[\w-]{43})\r\n/.exec(next(0).toString())?.[1],
  );
  assert.equal(new Set(keys).size, 6);
  assert.deepEqual(
    keys.map((key) => key?.startsWith('hop_AAAAAAAAAAAAAAAA_')),
    [true, false, true, false, true, false],
  );
});

test('the head of a request says how long its body is', () => {
  const [head, body] = createRequests({ kind: 'batch', apiKey: 'k', size: 3 })(0)
    .toString()
    .split('\r\n\r\n');
  assert.match(head ?? '', new RegExp(`content-length: ${Buffer.byteLength(body ?? '')}`));
  assert.equal(JSON.parse(body ?? '').events.length, 3);
});

test('a stamped event tells when it should have been sent, by a clock that all processes share', () => {
  const next = createRequests({ kind: 'stamped', apiKeys: ['k', 'l'], size: 1 });
  const before = machineNow();
  const request = next(performance.now());
  const stamp = readStamp(request) ?? 0;
  assert.ok(stamp >= before - 1 && stamp <= machineNow() + 1, `${stamp} is not between ${before} and now`);
  const { payload } = JSON.parse(request.toString().split('\r\n\r\n')[1] ?? '');
  assert.equal(Buffer.byteLength(JSON.stringify(payload)), 500);
  assert.match(request.toString(), /x-api-key: k\r\n/);
  assert.match(next(0).toString(), /x-api-key: l\r\n/);
});

test('every event of a batch is stamped', () => {
  const next = createRequests({ kind: 'stamped', apiKeys: ['k'], size: 3 });
  const stamps = next(performance.now())
    .toString()
    .match(/"sent_at":"([^"]+)"/g);
  assert.equal(stamps?.length, 3);
  assert.equal(new Set(stamps).size, 1);
});
