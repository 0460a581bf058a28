import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder } from './ladder.ts';
import { topicPurposes } from './topic-purposes.ts';
import { topicSpecifications } from './topic-specs.ts';
import { topicNames } from './topics.ts';

test('every topic of an installation has a purpose, each rung with its delay', () => {
  const names = topicNames('p', parseLadder('5s,1m,1m'));
  const purposes = topicPurposes(names);
  const specs = topicSpecifications(names, { events: 1, deliveries: 1, rung: 1, dlq: 1 });
  assert.deepEqual(
    purposes.map(({ topic }) => topic),
    specs.map(({ topic }) => topic),
  );
  assert.deepEqual(
    purposes.filter(({ kind }) => kind === 'rung').map(({ shortName, delayMs }) => [shortName, delayMs]),
    [
      ['retry.5s', 5000],
      ['retry.1m', 60_000],
    ],
  );
});
