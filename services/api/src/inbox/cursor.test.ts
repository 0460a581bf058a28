import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CURSOR_PATTERN, printCursor, readCursor } from './cursor.ts';

const id = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';

test('a cursor is the place that it was made of, to the microsecond', () => {
  for (const micros of [0, 1_767_355_200_123_456, Number.MAX_SAFE_INTEGER]) {
    const text = printCursor({ micros, id });
    assert.match(text, new RegExp(CURSOR_PATTERN));
    assert.deepEqual(readCursor(text), { micros, id });
  }
});

test('a text fits the pattern when it stands for a time that a number can hold, and only then', () => {
  const pattern = new RegExp(CURSOR_PATTERN);
  const textOf = (micros: bigint) => {
    const bytes = Buffer.alloc(24, 0xff);
    bytes.writeBigUInt64BE(micros);
    return bytes.toString('base64url');
  };
  const last = BigInt(Number.MAX_SAFE_INTEGER);
  assert.equal(readCursor(textOf(last)).micros, Number.MAX_SAFE_INTEGER);
  assert.match(textOf(last), pattern);
  for (const text of [textOf(last + 1n), textOf(2n ** 64n - 1n), '', 'A'.repeat(31), 'A'.repeat(33)])
    assert.doesNotMatch(text, pattern);
});
