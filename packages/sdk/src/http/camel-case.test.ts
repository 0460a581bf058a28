import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromWire, toWire } from './camel-case.ts';

test('members are renamed at every depth', () => {
  const wire = { next_cursor: null, events: [{ dedup_id: 'a_b', on_dead_head: { skip_after: 3 } }] };
  const client = { nextCursor: null, events: [{ dedupId: 'a_b', onDeadHead: { skipAfter: 3 } }] };
  assert.deepEqual(fromWire(wire), client);
  assert.deepEqual(toWire(client), wire);
});

test('what is in a payload keeps its names', () => {
  assert.deepEqual(fromWire({ payload: { order_id: 1 } }), { payload: { order_id: 1 } });
});

test('a Date is sent as a text', () => {
  assert.deepEqual(toWire({ from: new Date(0) }), { from: '1970-01-01T00:00:00.000Z' });
});
