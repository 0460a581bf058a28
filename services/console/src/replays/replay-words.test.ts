import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failedWords, wordsOf } from './replay-words.ts';

const nothing = { replayed: 0, made: 0, undecided: 0, at_least: false };
const text = (given: Partial<typeof nothing>) => {
  const { total, rest } = wordsOf({ ...nothing, ...given });
  return total + rest;
};

test('a dry run says how many deliveries it would be, and what is not known of them', () => {
  assert.equal(text({}), '0 deliveries.');
  assert.equal(text({ replayed: 1 }), '1 delivery.');
  assert.match(text({ replayed: 100_000, at_least: true }), /^100.?000 deliveries or more\.$/);
  assert.equal(text({ replayed: 2, made: 3 }), '5 deliveries, 3 of them are such as an endpoint never had.');
  assert.match(
    text({ replayed: 2, undecided: 4 }),
    /^2 deliveries, and of 4 further events the payload decides/,
  );
});

test('what a retry of a list takes is said as it is', () => {
  assert.equal(failedWords({}), 'Deliveries that are dead or cancelled');
  assert.equal(
    failedWords({ types: ['order.*', 'a'], states: ['dead'] }),
    'Deliveries that are dead, of events of order.*, a',
  );
});
