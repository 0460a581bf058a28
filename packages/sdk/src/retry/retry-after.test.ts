import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

test('seconds and dates become milliseconds from now', () => {
  assert.equal(parseRetryAfter('12', now), 12_000);
  assert.equal(parseRetryAfter(' 0 ', now), 0);
  assert.equal(parseRetryAfter('Sun, 01 Mar 2026 12:00:30 GMT', now), 30_000);
});

test('a date that has passed is now', () => {
  assert.equal(parseRetryAfter('Sun, 01 Mar 2026 11:00:00 GMT', now), 0);
});

test('what cannot be read is as good as missing', () => {
  for (const header of [null, '', '-1', '1.5', 'soon', '2026-03-01', 'Someday']) {
    assert.equal(parseRetryAfter(header, now), undefined, String(header));
  }
});
