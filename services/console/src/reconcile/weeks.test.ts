import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinWeeks, type Reconciliation, weeksOf } from './weeks.ts';

const NOW = Date.parse('2026-03-20T10:30:00Z');

test('a week is asked for at once, a month week by week without a gap', () => {
  const week = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-08T00:00:00.000Z' };
  assert.deepEqual(weeksOf(week, NOW), [week]);
  const month = weeksOf({ from: '2026-03-01T00:00:00.000Z', to: '2026-03-18T05:00:00.000Z' }, NOW);
  assert.deepEqual(
    month.map(({ from, to }) => `${from} ${to}`),
    [
      '2026-03-01T00:00:00.000Z 2026-03-08T00:00:00.000Z',
      '2026-03-08T00:00:00.000Z 2026-03-15T00:00:00.000Z',
      '2026-03-15T00:00:00.000Z 2026-03-18T05:00:00.000Z',
    ],
  );
});

test('a time without an end goes up to now, and the api says when that is', () => {
  const weeks = weeksOf({ from: '2026-03-10T00:00:00.000Z' }, NOW);
  assert.deepEqual(weeks.at(-1), { from: '2026-03-17T00:00:00.000Z' });
  assert.equal(weeks.length, 2);
});

test('what the api would refuse is left to it', () => {
  for (const asked of [{}, { to: '2026-03-01T00:00:00.000Z' }, { from: '2026-01-01T00:00:00.000Z' }])
    assert.deepEqual(weeksOf(asked, NOW), [asked]);
  const reversed = { from: '2026-03-08T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' };
  assert.deepEqual(weeksOf(reversed, NOW), [reversed]);
});

const counts = (stored: number, appended = stored) => ({
  ...{ appended, stored, duplicates: 0, conflicts: 0, poison: 0, balanced: appended === stored },
  deliveries: [{ state: 'succeeded', reason: 'delivered', count: stored }],
});
const week = (from: string, to: string, stored: number, appended = stored): Reconciliation => ({
  ...{ from, to, balanced: appended === stored, totals: counts(stored, appended) },
  hours: [{ hour: from, ...counts(stored, appended) }],
});

test('weeks add up to the whole', () => {
  const whole = joinWeeks([week('a', 'b', 3), week('b', 'c', 4)]);
  assert.deepEqual([whole.from, whole.to, whole.balanced], ['a', 'c', true]);
  assert.deepEqual([whole.totals.stored, whole.totals.deliveries[0]?.count], [7, 7]);
  assert.deepEqual(
    whole.hours.map(({ hour }) => hour),
    ['a', 'b'],
  );
});

test('what does not add up in one week does not add up in all', () => {
  assert.equal(joinWeeks([week('a', 'b', 3, 4), week('b', 'c', 4, 3)]).balanced, false);
});
