import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerOf, PostParser } from './post-parser.ts';

const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nWebhook-Id: id-of${path}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

test('posts are cut out of the stream, wherever its chunks end', () => {
  const bytes = Buffer.from(post('/a', 'first') + post('/b', '') + post('/c', 'third'));
  for (const size of [1, 7, 40, bytes.length]) {
    const parser = new PostParser();
    const seen: string[][] = [];
    for (let at = 0; at < bytes.length; at += size) {
      parser.push(bytes.subarray(at, at + size), ({ path, head, body }) =>
        seen.push([path, headerOf(head, 'webhook-id'), body.toString()]),
      );
    }
    assert.deepEqual(seen, [
      ['/a', 'id-of/a', 'first'],
      ['/b', 'id-of/b', ''],
      ['/c', 'id-of/c', 'third'],
    ]);
  }
});

test('what is no webhook is refused', () => {
  assert.throws(() => new PostParser().push(Buffer.from('GET / HTTP/1.1\r\nhost: a\r\n\r\n'), () => {}));
});
