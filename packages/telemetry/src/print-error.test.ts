import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printError } from './print-error.ts';

const SECRET = 'whsec_of_somebody';

test('of an error its class, message, code and frames are printed, and the same of its causes', () => {
  const cause = Object.assign(new TypeError('no such socket'), { code: 'ECONNRESET' });
  const printed = printError(new Error('the post failed', { cause })) as Record<string, unknown>;
  assert.deepEqual([printed.type, printed.message], ['Error', 'the post failed']);
  assert.match(String(printed.stack), /^ {4}at .*print-error\.test/);
  const { type, message, code } = printed.cause as Record<string, unknown>;
  assert.deepEqual([type, message, code], ['TypeError', 'no such socket', 'ECONNRESET']);
});

test('no property is printed that may hold what users sent, nor a message that repeats it', () => {
  const refused = Object.assign(new Error('duplicate key value violates unique constraint "keys"'), {
    code: '23505',
    constraint: 'keys',
    detail: `Key (secret)=(${SECRET}) already exists.`,
    where: `JSON data, line 1: ${SECRET}`,
  });
  const query = Object.assign(new Error(`Failed query: insert into keys\nparams: ${SECRET}`), {
    query: 'insert into keys',
    params: [SECRET],
    cause: refused,
  });
  const printed = JSON.stringify(printError(new AggregateError([query, SECRET], 'two failed')));
  assert.ok(!printed.includes(SECRET), printed);
  assert.match(printed, /Failed query.*23505.*"constraint":"keys"/s);
});

test('errors that cause one another are printed to an end', () => {
  const [one, other] = [new Error('one'), new Error('other')];
  one.cause = other;
  other.cause = one;
  assert.ok(JSON.stringify(printError(one)).length < 20_000);
});
