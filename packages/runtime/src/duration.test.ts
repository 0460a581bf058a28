import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from './duration.ts';

test('durations are read and written in the same form', () => {
  for (const text of ['200ms', '5s', '1m', '90s', '1h', '30d']) {
    assert.equal(parseDuration(formatDuration(parseDuration(text))), parseDuration(text));
  }
  assert.equal(formatDuration(60_000), '1m');
  assert.equal(formatDuration(1500), '1500ms');
  assert.equal(parseDuration('1.5s'), 1500);
});

test('what is not a duration is refused', () => {
  for (const text of ['', '5', '5 s', '-1s', '1w', 's'])
    assert.throws(() => parseDuration(text), RangeError, text);
});
