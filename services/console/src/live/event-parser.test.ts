import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventParser } from './event-parser.ts';

const STREAM =
  ': hello\n\nevent: counts\ndata: {"a":\ndata: 1}\n\nid: 7\nretry: 5\ndata:x\n\ndata\n\nevent: none\n\n';
const EVENTS = [
  { name: 'counts', data: '{"a":\n1}', id: '' },
  { name: 'message', data: 'x', id: '7' },
  { name: 'message', data: '', id: '7' },
];

test('a stream is read into its events', () => {
  assert.deepEqual(createEventParser().push(STREAM), EVENTS);
});

test('wherever it is cut, and however its lines end, the events are the same', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const stream = STREAM.replaceAll('\n', end);
    for (let size = 1; size <= 9; size += 1) {
      const parser = createEventParser();
      const events = [];
      for (let at = 0; at < stream.length; at += size)
        events.push(...parser.push(stream.slice(at, at + size)));
      assert.deepEqual(events, EVENTS, `${JSON.stringify(end)}, ${size} at a time`);
    }
  }
});

test('an event that is not complete yet is not told', () => {
  const parser = createEventParser();
  assert.deepEqual(parser.push('data: 1\n'), []);
  assert.deepEqual(parser.push(''), []);
  assert.deepEqual(parser.push('\n'), [{ name: 'message', data: '1', id: '' }]);
});
