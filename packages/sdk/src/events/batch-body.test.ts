import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchBody, countFitting } from './batch-body.ts';
import { encodeEvent } from './event.ts';

const of = (...bytes: number[]) => bytes.map((one) => ({ bytes: one }));

test('as many events as may be are taken', () => {
  assert.equal(countFitting(of(1, 1, 1), { events: 2, bytes: 1000 }), 2);
  assert.equal(countFitting(of(1, 1, 1), { events: 9, bytes: 1000 }), 3);
  assert.equal(countFitting([], { events: 9, bytes: 1000 }), 0);
});

test('the body has exactly the bytes that were counted for it', () => {
  const events = ['a', 'ü€😀', 'c'].map((text) =>
    encodeEvent({ type: 't', payload: { text }, dedupId: 'd' }),
  );
  const size = new TextEncoder().encode(batchBody(events)).length;
  assert.equal(countFitting(events, { events: 9, bytes: size }), 3);
  assert.equal(countFitting(events, { events: 9, bytes: size - 1 }), 2);
});

test('one that is too large for a batch goes alone', () => {
  assert.equal(countFitting(of(5000, 1), { events: 9, bytes: 1000 }), 1);
});
