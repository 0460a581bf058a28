import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SseParser } from './sse-parser.ts';

const STREAM = [
  'retry: 2000\n\n',
  ': keep-alive\n\n',
  'event: stats\nid: 7\ndata: {"a":"ü😀"}\n\n',
  'data: one\r\ndata:two\r\n\r\n',
  'event\rdata\rid: 8\r\r',
  'id\nevent: more\ndata:  two spaces\n\n',
  'unknown: field\n\n',
  'data: never ended',
].join('');

const MESSAGES = [
  { event: 'stats', data: '{"a":"ü😀"}', lastEventId: '7' },
  { event: 'message', data: 'one\ntwo', lastEventId: '7' },
  { event: 'message', data: '', lastEventId: '8' },
  { event: 'more', data: ' two spaces', lastEventId: '' },
];

test('it reads comments, names, ids and every end of a line, however the text is cut', () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const parser = new SseParser();
    const messages = [];
    for (let at = 0; at < STREAM.length; at += size) {
      messages.push(...parser.push(STREAM.slice(at, at + size)));
    }
    assert.deepEqual(messages, MESSAGES, `cut into parts of ${size}`);
    assert.equal(parser.retryMs, 2000);
  }
});

test('an id stays until there is another, also that of the stream before; one with a NUL is none', () => {
  const parser = new SseParser('before');
  const messages = parser.push('data: a\n\nid: 1\ndata: b\n\nid: 2\0\ndata: c\n\nid: 3\n\ndata: d\n\n');
  assert.deepEqual(
    messages.map(({ lastEventId }) => lastEventId),
    ['before', '1', '1', '3'],
  );
});

test('a retry that is no number is left out', () => {
  const parser = new SseParser();
  parser.push('retry: 5\nretry: soon\nretry: -1\nretry:\n\n');
  assert.equal(parser.retryMs, 5);
});

test('a message that does not end is not gathered for ever', () => {
  for (const part of ['x'.repeat(65_536), `data: ${'x'.repeat(65_536)}\n`]) {
    const parser = new SseParser();
    assert.throws(() => {
      for (let n = 0; n < 20; n += 1) parser.push(part);
    }, RangeError);
  }
});
