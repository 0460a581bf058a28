import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRoles } from './roles.ts';

test('roles are one, the other or both; anything else is refused by its name', () => {
  assert.deepEqual(parseRoles('rungs'), ['rungs']);
  assert.deepEqual(parseRoles('rungs, deliveries'), ['deliveries', 'rungs']);
  assert.throws(() => parseRoles('deliveries,posts'), /"posts" is none of deliveries, rungs/);
  assert.throws(() => parseRoles(','), /"" is none of/);
});
