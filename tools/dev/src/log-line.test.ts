import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogFilter, parseLogLine } from './log-line.ts';

const line = (fields: object) => JSON.stringify({ level: 40, msg: 'broker.lost', ...fields });

test('says the message and what went wrong', () => {
  assert.deepEqual(parseLogLine(line({ problem: 'gone' })), { level: 40, text: 'broker.lost: gone' });
  assert.deepEqual(parseLogLine(line({ err: { message: 'boom' } })), {
    level: 40,
    text: 'broker.lost: boom',
  });
  assert.deepEqual(parseLogLine(line({ dependency: 'kafka', problem: 'gone' })), {
    level: 40,
    text: 'broker.lost: kafka: gone',
  });
  assert.deepEqual(parseLogLine(line({})), { level: 40, text: 'broker.lost' });
});

test('what is no log line is none', () => {
  for (const text of ['', 'plain', '{"msg":"x"}', '{broken', '{"level":"info"}']) {
    assert.equal(parseLogLine(text), undefined);
  }
});

test('only warnings and errors reach the console', () => {
  const filter = new LogFilter();
  assert.equal(filter.brief(line({ level: 30 }), 0), undefined);
  assert.equal(filter.brief('a stray line', 0), undefined);
  assert.equal(filter.brief(line({ level: 50, problem: 'gone' }), 0), 'error: broker.lost: gone');
});

test('the same trouble is said once in ten seconds, and then how often it was withheld', () => {
  const filter = new LogFilter();
  const at = (port: number, now: number) => filter.brief(line({ problem: `refused at ${port}` }), now);
  assert.equal(at(1001, 0), 'warning: broker.lost: refused at 1001');
  assert.equal(at(1002, 5000), undefined);
  assert.equal(at(1003, 9999), undefined);
  assert.equal(at(1004, 10_000), 'warning: broker.lost: refused at 1004 (and 2 like it)');
  assert.equal(filter.brief(line({ problem: 'other' }), 10_001), 'warning: broker.lost: other');
});
