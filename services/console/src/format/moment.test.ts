import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactInstant, fromNow, localClock, localMoment } from './moment.ts';

const TIME = '2026-03-01T12:00:00+01:00';

test('the exact instant is in UTC, to the millisecond', () => {
  assert.equal(exactInstant(TIME), '2026-03-01T11:00:00.000Z');
  assert.equal(exactInstant('soon'), 'soon');
});

test("a time is shown in the viewer's zone", () => {
  assert.match(localMoment(TIME, 'en-GB', 'Asia/Tokyo'), /1 Mar 2026|01 Mar 2026/);
  assert.match(localMoment(TIME, 'en-GB', 'Asia/Tokyo'), /20:00:00$/);
  assert.match(localMoment(TIME, 'en-GB', 'UTC'), /11:00:00$/);
  assert.equal(localMoment('soon'), 'soon');
  assert.equal(localClock(Date.parse(TIME), 'en-GB', 'Asia/Tokyo'), '20:00:00');
});

test('a distance is told in its largest unit', () => {
  const now = Date.parse(TIME);
  const at = (ms: number) => fromNow(new Date(now + ms).toISOString(), now, 'en');
  assert.equal(at(-5000), '5 seconds ago');
  assert.equal(at(5 * 60_000), 'in 5 minutes');
  assert.equal(at(-2 * 3_600_000), '2 hours ago');
  assert.equal(at(3 * 86_400_000), 'in 3 days');
  assert.equal(at(0), 'now');
});
