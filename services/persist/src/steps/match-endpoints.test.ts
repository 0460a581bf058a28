import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subscription } from '@hopline/postgres/persist/read-subscriptions';
import { testEventId } from '@hopline/wire/ids';
import { webhookBody } from '@hopline/wire/webhook-body';
import type { EventItem } from '../item.ts';
import { deliveriesOf, matchesType } from './match-endpoints.ts';

const CASES: [filter: string, type: string, matches: boolean][] = [
  ['*', 'order.created', true],
  ['order.created', 'order.created', true],
  ['order.created', 'order.created.v2', false],
  ['order.created', 'order', false],
  ['order.*', 'order.created', true],
  ['order.*', 'order.line.added', true],
  ['order.*', 'order', false],
  ['order.*', 'orders.created', false],
  ['order.line.*', 'order.created', false],
  ['order*', 'order.created', false],
  ['*.created', 'order.created', false],
  ['Order.*', 'order.created', false],
];

for (const [filter, type, matches] of CASES) {
  test(`${filter} ${matches ? 'matches' : 'does not match'} ${type}`, () => {
    assert.equal(matchesType(filter, type), matches);
  });
}

const ORGANIZATION = '11111111-1111-4111-8111-111111111111';
const A = '22222222-2222-4222-8222-222222222222';
const B = '33333333-3333-4333-8333-333333333333';

const EVENT = '44444444-4444-4444-8444-444444444444';

function eventOf(
  type: string,
  payload: string,
  orderingKey: string | null = null,
  id: string = EVENT,
): EventItem {
  const body = webhookBody({ id, type, acceptedAtMs: 0, payload: Buffer.from(payload) });
  const event = { id, type, body, organization_id: ORGANIZATION, ordering_key: orderingKey };
  return { event, day: '1970-01-01', record: { timestamp: 0 } } as EventItem;
}

function reached(item: EventItem, subscriptions: Subscription[]): string[] {
  const rows = deliveriesOf([item], new Map([[ORGANIZATION, subscriptions]]));
  return rows.map(({ endpointId }) => endpointId);
}

const UNORDERED = { ordered: false, orderUnkeyed: true };

const wants = (endpointId: string, filters: Subscription['filters'] = null): Subscription => ({
  endpointId,
  eventTypes: ['order.*'],
  filters,
  ...UNORDERED,
});

test('conditions on the payload decide for the endpoint that has them, and for no other', () => {
  const large = [{ pointer: '/total', op: 'gte', value: 100 }] as const;
  const subscriptions = [wants(A, large), wants(B)];
  assert.deepEqual(reached(eventOf('order.made', '{"total":100}'), subscriptions), [A, B]);
  assert.deepEqual(reached(eventOf('order.made', '{"total":99.5}'), subscriptions), [B]);
  assert.deepEqual(reached(eventOf('user.made', '{"total":100}'), subscriptions), []);
  // Numbers that JavaScript cannot hold are compared as it holds them.
  assert.deepEqual(reached(eventOf('order.made', '{"total":12345678901234567890}'), subscriptions), [A, B]);
});

test('a payload is parsed once, and only when an endpoint that takes its type has conditions', (t) => {
  const parse = t.mock.method(JSON, 'parse');
  const filters = [{ pointer: '/a', op: 'exists', value: true }] as const;
  reached(eventOf('order.made', '{"a":1}'), [wants(A), wants(B)]);
  reached(eventOf('user.made', '{"a":1}'), [wants(A, filters)]);
  assert.equal(parse.mock.callCount(), 0);
  assert.deepEqual(reached(eventOf('order.made', '{"a":1}'), [wants(A, filters), wants(B, filters)]), [A, B]);
  assert.equal(parse.mock.callCount(), 1);
});

test('of a large payload only what conditions look at is read, for all endpoints at once', () => {
  const filler = Array.from({ length: 4000 }, (_, i) => `"n${i}":{"a":${i}}`).join(',');
  const holds = (endpointId: string, pointer: string, value: number) =>
    wants(endpointId, [{ pointer, op: 'eq', value }]);
  const subscriptions = [holds(A, '/n3999/a', 3999), holds(B, '/n7/a', 8), holds(EVENT, '/list/1/b', 5)];
  const large = (rest: string) => eventOf('order.made', `{${filler},${rest}}`);
  assert.deepEqual(reached(large('"list":[0,{"b":5}]'), subscriptions), [A, EVENT]);
  assert.deepEqual(reached(large('"list":[0],"n7":{"a":8}'), subscriptions), [A, B]);
  assert.deepEqual(reached(large('"list"'), subscriptions), []);
});

test('a payload that is no JSON meets no condition and holds nothing up', () => {
  const absent = [{ pointer: '/a', op: 'exists', value: false }] as const;
  assert.deepEqual(reached(eventOf('order.made', '{"a"'), [wants(A, absent), wants(B)]), [B]);
});

test('a test event goes to the endpoint that it names alone, whatever that wants', () => {
  const never = [{ pointer: '', op: 'exists', value: false }] as const;
  const all = { endpointId: B, eventTypes: ['*'], filters: null, ...UNORDERED };
  const tested = eventOf('endpoint.test', '{}', A, testEventId());
  assert.deepEqual(reached(tested, [wants(A, never), all]), [A]);
  // What a client calls so is an event like any other, even with an endpoint's id for its key.
  for (const key of [null, 'a-key', A, B, EVENT]) {
    assert.deepEqual(reached(eventOf('endpoint.test', '{}', key), [wants(A), all]), [B]);
  }
});

test('a delivery of an ordered endpoint has its place in the order, any other has none', () => {
  const item = {
    ...eventOf('order.made', '{}', 'a-key'),
    record: { timestamp: 0, partition: 4, offset: 17n },
  } as EventItem;
  const subscriptions = [{ ...wants(A), ordered: true }, wants(B)];
  const rows = deliveriesOf([item], new Map([[ORGANIZATION, subscriptions]]));
  assert.deepEqual(
    rows.map(({ place }) => place),
    [{ key: 'ka-key', partition: 4, offset: 17n }, null],
  );
});

test('an ordered endpoint gets a test event in an order of its own, whatever came of the one before', () => {
  const ordered = { ...wants(A), ordered: true };
  const keyOf = (item: EventItem) =>
    deliveriesOf([item], new Map([[ORGANIZATION, [ordered]]])).map(({ place }) => place?.key);
  const tested = eventOf('endpoint.test', '{}', A, testEventId());
  assert.deepEqual(keyOf(tested), [`e${tested.event.id}`]);
  assert.deepEqual(keyOf(eventOf('order.made', '{}', A)), [`k${A}`]);
  const alike = deliveriesOf(
    [eventOf('endpoint.test', '{}', A)],
    new Map([[ORGANIZATION, [{ ...ordered, eventTypes: ['*'] }]]]),
  );
  assert.deepEqual(alike[0]?.place?.key, `k${A}`);
});
