import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRung, parseLadder } from './ladder.ts';
import { checkSchedule, lengthOf, MAX_RETRIES, scheduleOf } from './retry-schedule.ts';

const LADDER = parseLadder('5s,1m,10m,1h');
const check = (text: string) => checkSchedule(LADDER, text === '' ? [] : text.split(','));

test('each delay is one of the ladder, and a delay may stand several times', () => {
  assert.equal(check('5s,1m,10m,1h'), undefined);
  assert.equal(check('1m,1m,1h,1h'), undefined);
  assert.equal(check(''), undefined, 'no retries at all');
  assert.equal(check('5s,2m'), 'have no other delays than 5s, 1m, 10m, 1h');
  assert.equal(check('60s'), 'have no other delays than 5s, 1m, 10m, 1h');
});

test('the delays do not become shorter', () => {
  assert.equal(check('1m,5s'), 'not become shorter: 5s stands behind a longer delay');
});

test('it lasts up to three days, by repeating the last rung', () => {
  const days = (hours: number) =>
    checkSchedule(
      LADDER,
      Array.from({ length: hours }, () => '1h'),
    );
  assert.equal(days(72), undefined);
  assert.equal(days(73), 'be at most 3 days long in all');
  const many = Array.from({ length: MAX_RETRIES + 1 }, () => '5s');
  assert.equal(checkSchedule(LADDER, many), 'have at most 100 delays');
});

test('an endpoint without a schedule has the ladder; one with a schedule goes its own steps', () => {
  assert.equal(scheduleOf(LADDER, null), LADDER);
  const own = scheduleOf(LADDER, ['5s', '1h', '1h']);
  assert.deepEqual(
    [0, 1, 2, 3].map((step) => nextRung(own, step)?.name),
    ['5s', '1h', '1h', undefined],
  );
  assert.equal(own.rungs, LADDER.rungs);
  assert.equal(lengthOf(own), 7_205_000);
});

test('a delay that the ladder has lost since keeps its length', () => {
  assert.deepEqual(scheduleOf(LADDER, ['2h']).steps, [{ name: '2h', delayMs: 7_200_000 }]);
});
