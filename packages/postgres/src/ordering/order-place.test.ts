import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderPlaceOf } from './order-place.ts';

const EVENT = { eventId: 'e1', orderingKey: null, partition: 3, offset: 9n };
const ORDERED = { ordered: true, orderUnkeyed: true };
const keyOf = (order: typeof ORDERED, event: Partial<Parameters<typeof orderPlaceOf>[1]> = {}) =>
  orderPlaceOf(order, { ...EVENT, ...event })?.key;

test('an endpoint without order gives no place', () => {
  assert.equal(orderPlaceOf({ ordered: false, orderUnkeyed: true }, EVENT), null);
});

test('a place is the ordering key and where the event stands in the topic', () => {
  const place = orderPlaceOf(ORDERED, { ...EVENT, orderingKey: 'a' });
  assert.deepEqual(place, { key: 'ka', partition: 3, offset: 9n });
});

test('without an ordering key it is that of the organization, or, if that has no order, one of its own', () => {
  assert.equal(keyOf(ORDERED), 'o');
  assert.equal(keyOf({ ordered: true, orderUnkeyed: false }), 'ee1');
  assert.equal(keyOf({ ordered: true, orderUnkeyed: false }, { orderingKey: '' }), 'k');
});

test('no ordering key is taken for another kind of key, and an event of no topic has one of its own', () => {
  assert.notEqual(keyOf(ORDERED, { orderingKey: 'o' }), keyOf(ORDERED));
  assert.equal(keyOf(ORDERED, { partition: -1, offset: -1n }), 'ee1');
});
