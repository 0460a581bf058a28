import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineLimit } from './line-limit.ts';

test('so many lines a period, and the first one after them says how much has none', () => {
  let now = 900;
  const limit = createLineLimit(2, 1000, () => now);
  assert.deepEqual(
    [limit.admit(), limit.admit(5), limit.admit(3), limit.admit()],
    [{}, {}, undefined, undefined],
  );
  now = 999;
  assert.equal(limit.admit(), undefined);
  now = 1000;
  assert.deepEqual([limit.admit(), limit.admit(), limit.admit()], [{ unwritten: 5 }, {}, undefined]);
});
