import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTail } from './tail-message.ts';

const EVENT = {
  ...{ id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', type: 'order.created', bytes: 187 },
  ...{ accepted_at: '2026-03-01T12:00:00.000Z', dedup_id: 'order-4711', ordering_key: null },
};

test('an event and a count of those that were left out are read', () => {
  assert.deepEqual(readTail({ name: 'event', data: JSON.stringify(EVENT) }), { kind: 'event', event: EVENT });
  assert.deepEqual(readTail({ name: 'more', data: '{"count":423,"at_least":true}' }), {
    ...{ kind: 'more', count: 423, isAtLeast: true },
  });
});

test('anything else is none', () => {
  for (const [name, data] of [
    ['event', ''],
    ['event', '{}'],
    ['event', 'null'],
    ['more', '{"count":"1"}'],
    ['later', JSON.stringify(EVENT)],
  ] as const)
    assert.equal(readTail({ name, data }), undefined, `${name} ${data}`);
});
