import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactAnswer } from './redact-answer.ts';

const HEADERS = {
  authorization: 'Bearer 0123456789abcdef',
  'x-quoted': 'with "quotes" in it',
  'x-short': 'a b',
};

const redacted = (answer: string | Buffer) =>
  redactAnswer(Buffer.from(answer as string), HEADERS)?.toString('latin1');

test('what an endpoint has sealed is struck out of an answer, as text, as JSON and without its scheme', () => {
  assert.equal(redacted('you sent Bearer 0123456789abcdef to me'), 'you sent *** to me');
  assert.equal(redacted('0123456789abcdef, 0123456789abcdef'), '***, ***');
  assert.equal(redacted(JSON.stringify(HEADERS)), '{"authorization":"***","x-quoted":"***","x-short":"a b"}');
});

test('a secret that the end of what is kept has cut off is struck out too', () => {
  assert.equal(redacted('token=01234567'), 'token=***');
  assert.equal(redacted('Bearer 0123456789abcde'), '***');
  // So little of it gives nothing away.
  assert.equal(redacted('0123456'), '0123456');
});

test('all other bytes stay as they are, and nothing grows', () => {
  const bytes = Buffer.from([0xff, 0x00, 0xe4, 0xbd, 0xa0]);
  assert.equal(redactAnswer(bytes, HEADERS), bytes);
  assert.equal(redactAnswer(null, HEADERS), null);
  assert.equal(redactAnswer(bytes, {}), bytes);
  const mixed = Buffer.concat([bytes, Buffer.from('0123456789abcdef'), bytes]);
  assert.deepEqual(redactAnswer(mixed, HEADERS), Buffer.concat([bytes, Buffer.from('***'), bytes]));
});
