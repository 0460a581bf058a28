import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_CHUNK, nextChunkSize } from './chunk-size.ts';

test('chunks grow while they are quick, up to a limit', () => {
  let size = FIRST_CHUNK;
  for (let chunk = 0; chunk < 20; chunk += 1) size = nextChunkSize({ size, read: size, ms: 1 }, 1000);
  assert.equal(size, 16_000);
  assert.equal(nextChunkSize({ size: 4000, read: 4000, ms: 30 }, 1000), 4000);
});

test('none is begun that would not end in time at the pace of the last one', () => {
  assert.equal(nextChunkSize({ size: 16_000, read: 16_000, ms: 80 }, 20), 4000);
  // The end of a day is short, and tells the pace all the same.
  assert.equal(nextChunkSize({ size: 16_000, read: 1000, ms: 20 }, 40), 2000);
});

test('a search goes on by some events whatever is left', () => {
  assert.equal(nextChunkSize({ size: 16_000, read: 16_000, ms: 900 }, 1), FIRST_CHUNK);
  assert.equal(nextChunkSize({ size: 500, read: 500, ms: 400 }, -5), FIRST_CHUNK);
  assert.equal(nextChunkSize({ size: 500, read: 0, ms: 0 }, 10), 1000);
});
