import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayHaveSlot } from './organization-share.ts';

test('a quarter of the slots while others wait', () => {
  assert.equal(mayHaveSlot(24, { all: 100, free: 76 }, true), true);
  assert.equal(mayHaveSlot(25, { all: 100, free: 75 }, true), false);
});

test('more when nobody else wants any, but a quarter stays free for whoever comes next', () => {
  assert.equal(mayHaveSlot(25, { all: 100, free: 75 }, false), true);
  assert.equal(mayHaveSlot(74, { all: 100, free: 26 }, false), true);
  assert.equal(mayHaveSlot(75, { all: 100, free: 25 }, false), false);
  assert.equal(mayHaveSlot(0, { all: 100, free: 25 }, false), true);
});

test('never one that is not there, and always one of few', () => {
  assert.equal(mayHaveSlot(0, { all: 100, free: 0 }, false), false);
  assert.equal(mayHaveSlot(0, { all: 1, free: 1 }, true), true);
  assert.equal(mayHaveSlot(1, { all: 3, free: 2 }, true), false);
});
