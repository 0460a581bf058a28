import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from './shorten.ts';

test('a short text stays as it is, but in one line', () => {
  assert.equal(shorten('ok'), 'ok');
  assert.equal(shorten(' <html>\n\t<body> '), '<html> <body>');
});

test('of a long one the beginning is left, and no character is cut in two', () => {
  const line = shorten('😀'.repeat(500));
  assert.equal([...line].length, 120);
  assert.match(line, /^(😀)+ …$/u);
  assert.equal(shorten('x'.repeat(120)), 'x'.repeat(120));
});
