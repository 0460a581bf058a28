import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEventCodec } from './event.ts';
import { createEventEncoder, type EventContent } from './event-encoder.ts';
import { webhookBody } from './webhook-body.ts';

const key = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 300 })), { freq: 2 });
const content = fc.record({
  id: fc.uuid(),
  organizationId: fc.uuid(),
  type: fc.stringMatching(/^[A-Za-z0-9_.-]{1,128}$/),
  acceptedAtMs: fc.oneof(
    fc.nat(),
    fc.integer({ min: 0, max: 2 ** 52 }).map((ms) => ms % 8.64e15),
  ),
  dedupId: key,
  orderingKey: key,
  payload: fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    fc.nat(300_000).map((length) => Buffer.alloc(length, '7')),
  ),
});

/** The same by way of the schema. */
function byCodec(
  { id, organizationId, type, acceptedAtMs, dedupId, orderingKey, payload }: EventContent,
  codec = createEventCodec(),
): Buffer {
  return codec.encode({
    id,
    organization_id: organizationId,
    type,
    accepted_at: acceptedAtMs,
    dedup_id: dedupId,
    ordering_key: orderingKey,
    body: webhookBody({ id, type, acceptedAtMs, payload }),
  });
}

test('the bytes are those that the newest schema gives', () => {
  const encode = createEventEncoder();
  fc.assert(
    fc.property(content, (event) => {
      assert.deepEqual(encode(event), byCodec(event));
    }),
    { numRuns: 300 },
  );
});

test('lengths and times at the borders of their varints', () => {
  const encode = createEventEncoder();
  const event = { id: '', organizationId: '', type: '', acceptedAtMs: 0, dedupId: '', orderingKey: null };
  for (const n of [0, 1, 63, 64, 127, 128, 8191, 8192, 2 ** 20 - 1, 2 ** 20]) {
    const one = { ...event, type: 'x'.repeat(n), acceptedAtMs: n * 2 ** 20, payload: Buffer.alloc(n, '1') };
    assert.deepEqual(encode(one), byCodec(one), String(n));
  }
  for (const dedupId of ['é'.repeat(31), 'é'.repeat(32), '\x7f', '\x80', '\u0100', '😀']) {
    const one = { ...event, dedupId, payload: Buffer.from('{}') };
    assert.deepEqual(encode(one), byCodec(one), dedupId);
  }
});

test('the schema is named as the codec names it, also once that has changed', () => {
  const codec = createEventCodec();
  const encode = createEventEncoder(codec);
  fc.assert(
    fc.property(content, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (event, registryId) => {
      assert.deepEqual(encode(event), byCodec(event, codec));
      codec.writeRegistryId(registryId);
      assert.deepEqual(encode(event), byCodec(event, codec));
    }),
    { numRuns: 50 },
  );
});
