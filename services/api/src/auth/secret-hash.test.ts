import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argon2idOf } from './argon2id-fixture.ts';
import { hashSecret, judgeSecret, secretCheck } from './secret-hash.ts';

const CHEAP = { memory: 8, passes: 1, parallelism: 1 };
const stored = (secret: string, secretHash = hashSecret(secret)) => ({
  secretHash,
  secretCheck: secretCheck(secret),
});

test('what is stored of a secret is its SHA-256 in base64 without padding', () => {
  // FIPS 180-2, appendix B.1.
  assert.equal(hashSecret('abc'), '$sha256$ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0');
});

test('the check is the first four bytes of the SHA-256', () => {
  // SHA-256('abc') begins with ba7816bf.
  assert.equal(secretCheck('abc'), 0xba7816bf | 0);
});

test('of a SHA-256 every bit counts, and the check that stands beside it none', () => {
  const { secretHash } = stored('abc');
  assert.equal(judgeSecret('abc', { secretHash, secretCheck: 0 }), 'right');
  assert.equal(judgeSecret('abd', { secretHash, secretCheck: secretCheck('abd') }), 'wrong');
  for (let at = '$sha256$'.length; at < secretHash.length; at += 1) {
    const other = secretHash[at] === 'A' ? 'B' : 'A';
    const changed = secretHash.slice(0, at) + other + secretHash.slice(at + 1);
    assert.equal(judgeSecret('abc', stored('abc', changed)), 'wrong', changed);
  }
});

test('of argon2id the check tells what is wrong, and never what is right', () => {
  const row = stored('abc', argon2idOf('abc', CHEAP));
  assert.equal(judgeSecret('abc', row), 'unsure');
  assert.equal(judgeSecret('abd', row), 'wrong');
  assert.equal(judgeSecret('abd', { ...row, secretCheck: secretCheck('abd') }), 'unsure');
});

test('a text that is only like a SHA-256 makes no secret right', () => {
  const { secretHash } = stored('abc');
  for (const text of [
    '',
    '$sha256$',
    `${secretHash}=`,
    secretHash.slice(0, -1),
    secretHash.slice(1),
    'abc',
  ]) {
    assert.equal(judgeSecret('abc', stored('abc', text)), 'unsure', text);
    assert.equal(judgeSecret('abd', stored('abc', text)), 'wrong', text);
  }
});
