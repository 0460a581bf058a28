import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_PATTERN, hourRange } from './hour-range.ts';

const NOW = Date.parse('2026-03-01T12:34:56.789Z');

function range(from?: string, to?: string): [string, string] {
  const asked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  for (const text of [from, to]) if (text !== undefined) assert.match(text, new RegExp(HOUR_PATTERN));
  const found = hourRange(asked, NOW);
  return [found.from.toISOString(), found.to.toISOString()];
}

function refused(pointer: string, from?: string, to?: string): void {
  assert.throws(() => range(from, to), { code: 'HPL_REQUEST_INVALID', pointer });
}

test('without times it is the last 24 hours, the one that is now included', () => {
  assert.deepEqual(range(), ['2026-02-28T13:00:00.000Z', '2026-03-01T13:00:00.000Z']);
});

test('without an end it goes up to now, without a beginning it is the day before its end', () => {
  assert.deepEqual(range('2026-03-01T00:00Z'), ['2026-03-01T00:00:00.000Z', '2026-03-01T13:00:00.000Z']);
  assert.deepEqual(range(undefined, '2026-01-02T00:00:00Z'), [
    '2026-01-01T00:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
  ]);
});

test('31 days are the most, and a range goes forward', () => {
  assert.deepEqual(range('2026-01-01T05:00:00.000Z', '2026-02-01T05:00Z'), [
    '2026-01-01T05:00:00.000Z',
    '2026-02-01T05:00:00.000Z',
  ]);
  refused('/from', '2026-01-01T04:00Z', '2026-02-01T05:00Z');
  refused('/from', '2026-01-01T00:00Z');
  refused('/from', '2026-01-01T05:00Z', '2026-01-01T05:00Z');
  refused('/from', '2026-03-01T13:00Z');
});

test('a day that the month does not have is refused by name', () => {
  refused('/from', '2026-02-29T00:00Z', '2026-03-01T00:00Z');
  refused('/to', '2026-04-01T00:00Z', '2026-04-31T00:00Z');
  assert.deepEqual(range('2028-02-29T23:00Z', '2028-03-01T00:00Z')[0], '2028-02-29T23:00:00.000Z');
});

test('only whole hours in UTC have the form', () => {
  const form = new RegExp(HOUR_PATTERN);
  for (const text of [
    '2026-03-01',
    '2026-03-01T12Z',
    '2026-03-01T12:30Z',
    '2026-03-01T12:00:01Z',
    '2026-03-01T12:00:00.001Z',
    '2026-03-01T24:00Z',
    '2026-03-01T12:00',
    '2026-03-01T12:00+01:00',
    '2026-13-01T12:00Z',
    '0000-01-01T00:00Z',
    'now',
    '',
  ]) {
    assert.doesNotMatch(text, form);
  }
});
