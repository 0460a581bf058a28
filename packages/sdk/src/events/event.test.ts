import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeEvent } from './event.ts';
import { MAX_EVENT_BYTES } from './limits.ts';
import { utf8Length } from './utf8-length.ts';

test('an event without a dedupId gets one of its own', () => {
  const [one, other] = [1, 2].map(() => encodeEvent({ type: 'a', payload: {} }));
  assert.match(one?.dedupId ?? '', /^[0-9a-f]{32}$/);
  assert.notEqual(one?.dedupId, other?.dedupId);
  assert.equal(JSON.parse(one?.text ?? '').dedup_id, one?.dedupId);
});

test('what is given is sent as it is', () => {
  const payload = { order_id: 1, orderId: 2 };
  const { text } = encodeEvent({ type: 'a', payload, dedupId: 'd', orderingKey: 'k' });
  assert.deepEqual(JSON.parse(text), { type: 'a', dedup_id: 'd', ordering_key: 'k', payload });
});

test('one that is too large is refused before it is sent', () => {
  const payload = { text: 'x'.repeat(MAX_EVENT_BYTES) };
  assert.throws(() => encodeEvent({ type: 'a', payload }), {
    code: 'HPL_REQUEST_TOO_LARGE',
    status: undefined,
  });
});

test('the length in UTF-8 is that of its encoding, lone surrogates too', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 50 }), (text, cut) => {
      for (const part of [text, text.slice(cut), text.slice(0, cut)]) {
        assert.equal(utf8Length(part), encoder.encode(part).length);
      }
    }),
  );
  assert.equal(utf8Length('\ud83d'), 3);
  assert.equal(utf8Length('\ude00\ud83d'), 6);
});
