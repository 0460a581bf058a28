import assert from 'node:assert/strict';
import { test } from 'node:test';
import { armFailpoint, parseFailpoint } from './failpoint.ts';

test('an armed failpoint ends the process the n-th time it is passed, and no other does', () => {
  let killed = 0;
  const failpoint = armFailpoint('persist:after-commit#2', () => {
    killed += 1;
  });
  failpoint('persist:after-commit');
  failpoint('persist:after-publish');
  assert.equal(killed, 0);
  failpoint('persist:after-commit');
  assert.equal(killed, 1);
});

test('without a number it is the first time', () => {
  let killed = 0;
  armFailpoint('deliver:after-post', () => {
    killed += 1;
  })('deliver:after-post');
  assert.equal(killed, 1);
});

test('a failpoint that does not exist is refused, a known one is taken with and without a number', () => {
  const known = ['persist:after-lock'];
  assert.throws(() => parseFailpoint('persist:after-luck', known), /no failpoint "persist:after-luck"/);
  assert.throws(() => parseFailpoint('persist:after-lock#0', known), RangeError);
  assert.equal(typeof parseFailpoint('persist:after-lock', known), 'function');
  assert.equal(typeof parseFailpoint('persist:after-lock#3', known), 'function');
});
