import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOWEST_ID } from '@hopline/postgres/inbox/inbox-query';
import { RequestInvalidError } from '../errors.ts';
import { printCursor } from './cursor.ts';
import { MAX_TYPES, readInboxQuery } from './inbox-request.ts';

const read = (query: Parameters<typeof readInboxQuery>[1]) => readInboxQuery('an-organization', query);
const NOON = Date.parse('2026-03-01T12:00:00Z') * 1000;

test('without parameters it is the newest fifty of all', () => {
  const { filter, before, fromMicros, limit } = read({});
  assert.deepEqual(filter, { types: undefined, states: undefined, neverDelivered: false });
  assert.deepEqual([before.id, fromMicros, limit], [LOWEST_ID, 0, 50]);
  assert.ok(before.micros > Date.parse('2255-01-01T00:00:00Z') * 1000);
});

test('types may be repeated, have commas, or be all', () => {
  assert.deepEqual(read({ type: 'a,b.*' }).filter.types, ['a', 'b.*']);
  assert.deepEqual(read({ type: ['a,b', 'b', 'c'] }).filter.types, ['a', 'b', 'c']);
  assert.equal(read({ type: ['a', '*'] }).filter.types, undefined);
  const many = Array.from({ length: MAX_TYPES + 1 }, (_, i) => `t${i}`);
  assert.throws(() => read({ type: many }), RequestInvalidError);
});

test('times are read to the microsecond, in any zone, and kept within what a cursor can hold', () => {
  for (const [text, micros] of [
    ['2026-03-01T12:00:00Z', NOON],
    ['2026-03-01t12:00:00z', NOON],
    ['2026-03-01T14:30:00+02:30', NOON],
    ['2026-03-01T12:00:00.5Z', NOON + 500_000],
    ['2026-03-01T12:00:00.000001999Z', NOON + 1],
    ['0001-01-01T00:00:00Z', 0],
    ['9999-12-31T23:59:59Z', Number.MAX_SAFE_INTEGER],
  ] as const) {
    assert.equal(read({ from: text }).fromMicros, micros, text);
    assert.equal(read({ to: text }).before.micros, micros, text);
  }
  for (const text of [
    '',
    'now',
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-03-01T25:00:00Z',
    '2026-03-01T12:00:00 01:00',
  ]) {
    assert.throws(() => read({ from: text }), RequestInvalidError, text);
  }
});

test('a page begins at the cursor or at `to`, whichever is older', () => {
  const place = { micros: NOON, id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77' };
  const cursor = printCursor(place);
  assert.deepEqual(read({ cursor }).before, place);
  assert.deepEqual(read({ cursor, to: '2026-03-02T00:00:00Z' }).before, place);
  assert.deepEqual(read({ cursor, to: '2026-03-01T12:00:00Z' }).before, { micros: NOON, id: LOWEST_ID });
});
