import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { deliveryId, eventId, isTestEventId, testEventId } from './ids.ts';
import { isUuid, uuidV5, uuidV7 } from './uuid.ts';

test('version 5 equals the example of RFC 9562, appendix A.4', () => {
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  assert.equal(uuidV5(dns, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('version 5 is the SHA-1 of namespace and name in UTF-8, with version and variant set', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (namespace, name) => {
      const digest = createHash('sha1').update(namespace.replaceAll('-', ''), 'hex').update(name).digest();
      const id = Buffer.from(uuidV5(namespace, name).replaceAll('-', ''), 'hex');
      digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
      digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
      assert.deepEqual(id, digest.subarray(0, 16));
      assert.ok(isUuid(uuidV5(namespace, name)));
    }),
  );
});

test('version 5 refuses a namespace that is not a UUID', () => {
  assert.throws(() => uuidV5('nonsense', 'x'), RangeError);
});

test('version 7 carries the time, sorts by it and is never the same twice', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => uuidV7(1_700_000_000_000 + i));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...ids].sort(), ids);
  for (const id of ids)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16), 1_700_000_000_000);
});

test('a dedup_id gives the same event id in one organization and another one elsewhere', () => {
  const [one, other] = [uuidV7(), uuidV7()];
  assert.equal(eventId(one, 'order-1'), eventId(one, 'order-1'));
  assert.notEqual(eventId(one, 'order-1'), eventId(other, 'order-1'));
  assert.notEqual(eventId(one, null), eventId(one, null));
  assert.ok(isUuid(deliveryId(eventId(one, 'order-1'), other)));
});

test('the id of a test event is a UUID of a version that no other event has', () => {
  const id = testEventId();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(id, testEventId());
  const isTest = (one: string) => isTestEventId(one);
  assert.deepEqual([id, eventId(uuidV7(), null), eventId(uuidV7(), id)].map(isTest), [true, false, false]);
});
