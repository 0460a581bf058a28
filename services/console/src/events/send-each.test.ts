import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendEach } from './send-each.ts';

test('one that is refused keeps none behind it from being sent', async () => {
  const sent: string[] = [];
  const down = new TypeError('disabled');
  const refused = await sendEach(['a', 'b', 'c'], async (id) => {
    sent.push(id);
    if (id === 'b') throw down;
  });
  assert.deepEqual([sent, refused], [['a', 'b', 'c'], [{ one: 'b', error: down }]]);
});
