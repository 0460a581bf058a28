import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidV7 } from '@hopline/wire/uuid';
import { LOG_CURSOR_PATTERN, printLogCursor, readLogCursor } from './log-cursor.ts';

test('a cursor is read as the place that it was printed for', () => {
  for (const micros of [0, 1, 1_772_366_400_123_456, Number.MAX_SAFE_INTEGER]) {
    const place = { micros, id: uuidV7(), deliveryId: uuidV7() };
    const text = printLogCursor(place);
    assert.match(text, new RegExp(LOG_CURSOR_PATTERN));
    assert.deepEqual(readLogCursor(text), place);
  }
  const none = '00000000-0000-0000-0000-000000000000';
  const highest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  for (const deliveryId of [none, highest]) {
    const text = printLogCursor({ micros: 5, id: highest, deliveryId });
    assert.match(text, new RegExp(LOG_CURSOR_PATTERN));
    assert.deepEqual(readLogCursor(text), { micros: 5, id: highest, deliveryId });
  }
});
