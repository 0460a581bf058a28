import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestInvalidError } from '../errors.ts';
import { CURSOR_PATTERN, printCursor, readCursor } from './cursor.ts';

const id = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';

test('a cursor is the place that it was made of, to the microsecond', () => {
  for (const micros of [0, 1_767_355_200_123_456, Number.MAX_SAFE_INTEGER]) {
    const text = printCursor({ micros, id });
    assert.match(text, new RegExp(CURSOR_PATTERN));
    assert.deepEqual(readCursor(text), { micros, id });
  }
});

test('a text that stands for no time is refused', () => {
  assert.throws(() => readCursor('_'.repeat(32)), RequestInvalidError);
});
