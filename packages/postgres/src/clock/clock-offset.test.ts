import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClockReading, judgeOffset, offsetProblem } from './clock-offset.ts';

const LIMIT_MS = 30_000;
const SERVER_AT = Date.UTC(2026, 2, 1);

/** A reading by a clock that is so far ahead, whose question and answer take as long as each other. */
const reading = (aheadMs: number, roundTripMs = 2): ClockReading => ({
  askedAt: SERVER_AT + aheadMs - roundTripMs / 2,
  ...{ roundTripMs, serverAt: SERVER_AT },
});
const judge = (...readings: ClockReading[]) =>
  readings.reduce<ReturnType<typeof judgeOffset>>(
    (before, one) => judgeOffset(before, one, LIMIT_MS),
    undefined,
  );

test('the offset is that of the middle of the round trip, above 0 when our clock is ahead', () => {
  for (const aheadMs of [0, 1234, -1234, 60_000, -300_000]) {
    for (const roundTripMs of [0, 1, 400]) {
      assert.equal(judge(reading(aheadMs, roundTripMs))?.offsetMs, aheadMs, `${aheadMs}, ${roundTripMs}`);
    }
  }
});

test('beyond the limit on either side is off, at the limit it is not', () => {
  const isOff = (aheadMs: number) => judge(reading(aheadMs, 0))?.isOff;
  assert.deepEqual([30_000, 30_001, -30_000, -30_001, 0].map(isOff), [false, true, false, true, false]);
});

test('what half of the round trip leaves open changes nothing', () => {
  const [right, off] = [reading(100), reading(60_000)];
  for (const unsure of [
    reading(29_000, 4000),
    reading(31_000, 4000),
    reading(0, 70_000),
    reading(-31_000, 4000),
  ]) {
    assert.equal(judge(unsure), undefined, 'nothing is known yet');
    assert.deepEqual(judge(right, unsure), judge(right));
    assert.deepEqual(judge(off, unsure), judge(off));
  }
  assert.equal(judge(right, reading(33_000, 4000))?.isOff, true);
  assert.equal(judge(off, reading(-27_000, 4000))?.isOff, false);
});

test('an offset that moves about the limit by less than its error is one change', () => {
  let known = judge(reading(60_000));
  const states = new Set<boolean | undefined>();
  for (const moved of [-5, 5, -9, 9, 0]) {
    known = judgeOffset(known, reading(LIMIT_MS + moved, 20), LIMIT_MS);
    states.add(known?.isOff);
  }
  assert.deepEqual([...states], [true]);
});

test('the problem says how far, on which side, and what to do', () => {
  assert.equal(offsetProblem(undefined, LIMIT_MS), undefined);
  assert.equal(offsetProblem(judge(reading(29_000)), LIMIT_MS), undefined);
  const ahead = offsetProblem(judge(reading(61_234)), LIMIT_MS) ?? '';
  assert.match(
    ahead,
    /^the clock here is 61\.2 s ahead of that of Postgres, more than MAX_CLOCK_OFFSET \(30\.0 s\)/,
  );
  assert.match(ahead, /NTP/);
  assert.match(offsetProblem(judge(reading(-300_000)), LIMIT_MS) ?? '', /300\.0 s behind that of Postgres/);
});
