import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AttemptTally } from './attempt-tally.ts';

const group = (durationMs: number, count = 1) => ({ durationMs, count, succeeded: true, answered: true });

test('what took longest counts for the highest share alone', () => {
  const tally = new AttemptTally();
  for (let ms = 1; ms <= 100; ms += 1) tally.add(group(ms));
  assert.deepEqual(
    [0.5, 0.95, 1].map((share) => tally.answeredWithin(share)),
    [50, 95, 100],
  );
  tally.add(group(7, 900));
  assert.deepEqual([tally.answeredWithin(0.5), tally.attempts], [7, 1000]);
});

test('an attempt without an answer counts as one, and says nothing of how long answers take', () => {
  const tally = new AttemptTally();
  assert.equal(tally.answeredWithin(0.5), undefined);
  tally.add({ durationMs: 15_000, succeeded: false, answered: false, count: 3 });
  assert.equal(tally.answeredWithin(0.95), undefined);
  tally.add({ durationMs: 40, succeeded: false, answered: true, count: 1 });
  assert.deepEqual([tally.attempts, tally.succeeded, tally.answeredWithin(0.95)], [4, 0, 40]);
});

test('two tallies together are one of all', () => {
  const [one, other] = [new AttemptTally(), new AttemptTally()];
  one.add(group(10, 2));
  other.add(group(10));
  other.add({ ...group(30), succeeded: false });
  one.addAll(other);
  assert.deepEqual(
    [one.attempts, one.succeeded, one.answeredWithin(0.75), one.answeredWithin(1)],
    [4, 3, 10, 30],
  );
});
