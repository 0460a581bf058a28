import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUnavailable } from './unavailable.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test('trouble that passes is told from a wrong statement', () => {
  for (const code of [
    '08006',
    '40001',
    '53300',
    // A full disk: ENOSPC, and EFBIG, for which Postgres has no code of its own.
    '53100',
    'XX000',
    '57P01',
    '57014',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ENOTFOUND',
  ]) {
    assert.equal(isUnavailable(withCode(code)), true, code);
  }
  for (const code of ['42P01', '42601', '22P05', '23505', 'ERR_INVALID_ARG_TYPE', 'EACCES']) {
    assert.equal(isUnavailable(withCode(code)), false, code);
  }
  assert.equal(isUnavailable(new Error('Connection terminated unexpectedly')), true);
  assert.equal(isUnavailable(new TypeError('x is not a function')), false);
  assert.equal(isUnavailable(undefined), false);
});

test('an error that wraps another one is judged by that one', () => {
  assert.equal(isUnavailable(new Error('Failed query', { cause: withCode('57P03') })), true);
  assert.equal(isUnavailable(new Error('Failed query', { cause: withCode('42703') })), false);
});
