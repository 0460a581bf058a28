import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StallWatch } from './stall-watch.ts';

test('it is a stall when records are in hand and none is finished for longer than is to be borne', () => {
  let now = 0;
  const stall = new StallWatch(60_000, () => now);
  now = 500_000;
  assert.equal(stall.problem(0), undefined, 'there is nothing to do');
  stall.moved();
  now += 60_000;
  assert.equal(stall.problem(3), undefined);
  now += 1;
  assert.equal(stall.problem(3), 'none of 3 records in hand was finished for 60 s');
  stall.moved();
  assert.equal(stall.problem(2), undefined, 'one of them was finished');
});
