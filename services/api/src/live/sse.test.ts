import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEEP_ALIVE, printMessage, printRetry } from './sse.ts';

test('a message is its fields, one a line, and an empty line', () => {
  assert.equal(
    printMessage({ event: 'stats', id: '7', data: { a: 1 } }),
    'event: stats\nid: 7\ndata: {"a":1}\n\n',
  );
  assert.equal(printMessage({ event: 'stats', data: [] }), 'event: stats\ndata: []\n\n');
  assert.equal(printRetry(2000), 'retry: 2000\n\n');
  assert.match(KEEP_ALIVE, /^: .*\n\n$/);
});

test('whatever stands in the data, it cannot begin a field or a message of its own', () => {
  const data = { text: 'a\n\nevent: feigned\r\ndata: 1\u2028' };
  const lines = printMessage({ event: 'event', data }).split(/\r\n|\r|\n/);
  assert.equal(lines.length, 4);
  assert.deepEqual(JSON.parse(lines[1]?.slice('data: '.length) ?? ''), data);
});
