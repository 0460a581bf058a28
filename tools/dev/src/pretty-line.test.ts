import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyLine } from './pretty-line.ts';

test('the time, the level, what happened, and the rest by its names', () => {
  const line = {
    ...{ level: 30, time: '2026-03-01T12:03:04.512Z', service: 'deliver' },
    ...{
      outcome: 'succeeded',
      status: 200,
      error: 'two words',
      rung: null,
      ids: ['a'],
      msg: 'delivery.attempted',
    },
  };
  assert.equal(
    prettyLine(JSON.stringify(line)),
    '12:03:04.512 info delivery.attempted outcome=succeeded status=200 error="two words" rung=null ids=["a"]',
  );
});

test('of an error its message', () => {
  const line = { level: 50, time: '2026-03-01T12:03:04.512Z', err: { message: 'no "way"', stack: 'at x' } };
  assert.equal(
    prettyLine(JSON.stringify({ ...line, msg: 'a.failed' })),
    String.raw`12:03:04.512 error a.failed err="no \"way\""`,
  );
});

test('what is no line of a log stays as it is', () => {
  for (const line of ['', 'plain', '{broken', '{"msg":"x"}', 'null']) assert.equal(prettyLine(line), line);
});
