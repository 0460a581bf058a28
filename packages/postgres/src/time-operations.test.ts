import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationOf } from './time-operations.ts';

test('a statement is called by its name, else by its first word', () => {
  for (const [statement, operation] of [
    [{ name: 'find-key', text: 'select 1' }, 'find-key'],
    [{ name: undefined, text: '\n  with a as (select 1) select 2' }, 'with'],
    [{ text: 'UPDATE things' }, 'update'],
    ['begin', 'begin'],
    ['vacuum', 'other'],
    [{}, 'other'],
    ['', 'other'],
  ] as const) {
    assert.equal(operationOf(statement), operation);
  }
});
