import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthUnavailableError } from '../errors.ts';
import { createSecretHasher, secretCheck } from './secret-hash.ts';

const hasher = createSecretHasher();

test('only the secret that was hashed verifies, and a hash is never the same twice', async () => {
  const [one, two] = await Promise.all([hasher.hash('a secret'), hasher.hash('a secret')]);
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(one, two);
  assert.equal(await hasher.verify('a secret', one), true);
  assert.equal(await hasher.verify('a secret', two), true);
  assert.equal(await hasher.verify('a Secret', one), false);
});

test('a hash that another release made with other parameters verifies', async () => {
  // A vector of the reference implementation (src/test.c): argon2id, t=2, m=2^16, p=1, password, somesalt.
  const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await hasher.verify('password', phc), true);
  assert.equal(await hasher.verify('passwords', phc), false);
});

test('a stored text that is no argon2id hash is a defect, not a refusal', async () => {
  await assert.rejects(hasher.verify('x', '$2b$10$abcdefghijklmnopqrstuv'), TypeError);
});

test('the check is the first four bytes of the SHA-256', () => {
  // SHA-256('abc') begins with ba7816bf.
  assert.equal(secretCheck('abc'), 0xba7816bf | 0);
});

test('when too many secrets wait to be hashed the next one is turned away, not queued', async () => {
  const small = createSecretHasher(1, 1);
  const hashes = [small.hash('one'), small.hash('two')];
  assert.equal(small.waiting(), 1);
  await assert.rejects(small.hash('three'), AuthUnavailableError);
  await Promise.all(hashes);
  assert.equal(await small.verify('one', await small.hash('one')), true);
});
