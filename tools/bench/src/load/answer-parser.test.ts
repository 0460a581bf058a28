import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerParser } from './answer-parser.ts';

const OK = Buffer.from('HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello');
const CLOSED = Buffer.from(
  'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
);

test('an answer is complete with its last byte, however it is cut', () => {
  for (let cut = 0; cut < OK.length; cut += 1) {
    const parser = new AnswerParser();
    if (cut > 0) assert.equal(parser.push(OK.subarray(0, cut)), undefined);
    assert.deepEqual(parser.push(OK.subarray(cut)), { status: 202, last: false });
    assert.deepEqual(parser.push(CLOSED), { status: 503, last: true });
  }
});

test('the bytes may be overwritten after the call', () => {
  const parser = new AnswerParser();
  const shared = Buffer.from(OK);
  parser.push(shared.subarray(0, 30));
  shared.fill(0);
  assert.deepEqual(parser.push(OK.subarray(30)), { status: 202, last: false });
});

test('an answer without a length is refused, as its end is not known', () => {
  const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n';
  assert.throws(() => new AnswerParser().push(Buffer.from(chunked)), /content-length/);
});
