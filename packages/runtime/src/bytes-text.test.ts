import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesAsText } from './bytes-text.ts';

test('bytes that are text are text, and others are said to be none', () => {
  assert.equal(bytesAsText(Buffer.from('grüß')), 'grüß');
  assert.equal(bytesAsText(Buffer.from([0xff, 0x00])), 'base64:/wA=');
});
