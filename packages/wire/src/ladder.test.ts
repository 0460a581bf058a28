import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LADDER, nextRung, parseLadder } from './ladder.ts';
import { groupNames, topicNames } from './topics.ts';

test('the default ladder has four rungs, then a delivery is dead', () => {
  const ladder = parseLadder(DEFAULT_LADDER);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((step) => nextRung(ladder, step)?.delayMs),
    [5000, 60_000, 600_000, 3_600_000, undefined],
  );
});

test('a delay that stands several times has one topic', () => {
  const ladder = parseLadder('5s, 1h,1h,60m');
  assert.equal(ladder.steps.length, 4);
  assert.deepEqual(
    topicNames('hopline', ladder).rungs.map(({ topic }) => topic),
    ['hopline.deliveries.v1.retry.5s', 'hopline.deliveries.v1.retry.1h'],
  );
});

test('a ladder that is empty, descending or not a duration is refused', () => {
  for (const text of ['', '1m,5s', '5', '0s', '5s,,1m'])
    assert.throws(() => parseLadder(text), RangeError, text);
});

test('topics and groups have the names that operators were told', () => {
  const topics = topicNames('hopline', parseLadder('5s'));
  assert.equal(topics.events, 'hopline.events.v1');
  assert.equal(topics.eventsDlq, 'hopline.events.v1.dlq');
  assert.equal(topics.deliveries, 'hopline.deliveries.v1');
  assert.equal(topics.deliveriesDlq, 'hopline.deliveries.v1.dlq');
  assert.deepEqual(groupNames('hopline'), {
    persist: 'hopline.persist',
    deliver: 'hopline.deliver',
    rungs: 'hopline.deliver.retry',
  });
});
