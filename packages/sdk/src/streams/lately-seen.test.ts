import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatelySeen } from './lately-seen.ts';

test('what came lately is known, and what came long ago is forgotten', () => {
  const seen = new LatelySeen();
  assert.deepEqual([seen.isNew('a'), seen.isNew('a')], [true, false]);
  for (let i = 0; i < 999; i += 1) assert.equal(seen.isNew(String(i)), true);
  assert.equal(seen.isNew('a'), false);
  assert.equal(seen.isNew('one more'), true);
  assert.deepEqual([seen.isNew('a'), seen.isNew('998')], [true, false]);
});
