import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthUnavailableError } from '../errors.ts';
import { createArgon2id } from './argon2id.ts';
import { argon2idOf } from './argon2id-fixture.ts';

const argon2id = createArgon2id();

test('only the secret that was hashed verifies', async () => {
  const phc = argon2idOf('a secret');
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.equal(await argon2id.verify('a secret', phc), true);
  assert.equal(await argon2id.verify('a Secret', phc), false);
});

test('a hash that another release made with other parameters verifies', async () => {
  // A vector of the reference implementation (src/test.c): argon2id, t=2, m=2^16, p=1, password, somesalt.
  const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await argon2id.verify('password', phc), true);
  assert.equal(await argon2id.verify('passwords', phc), false);
});

test('a stored text that is no argon2id hash is a defect, not a refusal', async () => {
  for (const text of ['$2b$10$abcdefghijklmnopqrstuv', '$sha256$abc', '']) {
    await assert.rejects(argon2id.verify('x', text), TypeError);
  }
});

test('when too many secrets wait to be verified the next one is turned away, not queued', async () => {
  const small = createArgon2id(1, 1);
  const phc = argon2idOf('one');
  const verified = [small.verify('one', phc), small.verify('two', phc)];
  assert.equal(small.waiting(), 1);
  await assert.rejects(small.verify('one', phc), AuthUnavailableError);
  assert.deepEqual(await Promise.all(verified), [true, false]);
  assert.equal(await small.verify('one', phc), true);
});
