import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, readFilter } from './filter-draft.ts';

test('a value is what it looks like', () => {
  const value = (text: string) => readFilter({ pointer: '/a', op: 'eq', text }).value;
  assert.deepEqual(['100', ' red ', '"100"', 'true', 'null', '1.5e3', '', '{"a":1}'].map(value), [
    ...[100, 'red', '100', true, null, 1500, '', '{"a":1}'],
  ]);
});

test('in takes a list', () => {
  const value = (text: string) => readFilter({ pointer: '/a', op: 'in', text }).value;
  assert.deepEqual(value('red, 2,"3"'), ['red', 2, '3']);
  assert.deepEqual(value('["a,b",1]'), ['a,b', 1]);
});

test('a condition survives being edited', () => {
  for (const value of [100, '100', 'red', '', ' x', true, null, 'true'])
    assert.deepEqual(readFilter(draftOf({ pointer: '/a/b', op: 'ne', value })).value, value);
  const list = { pointer: '/a', op: 'in', value: ['a,b', 1, 'true'] } as const;
  assert.deepEqual(readFilter(draftOf(list)), list);
});
