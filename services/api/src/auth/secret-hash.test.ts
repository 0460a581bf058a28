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

test('when too many secrets wait to be verified the next one is turned away, not queued', async () => {
  const small = createSecretHasher(1, 1);
  const phc = await small.hash('one');
  const verified = [small.verify('one', phc), small.verify('two', phc)];
  assert.equal(small.waiting(), 1);
  await assert.rejects(small.verify('one', phc), AuthUnavailableError);
  assert.deepEqual(await Promise.all(verified), [true, false]);
  assert.equal(await small.verify('one', phc), true);
});

test('those who make keys take one place of those who have theirs verified, and few wait for it', async () => {
  const small = createSecretHasher(1, 2, 2);
  const phc = await small.hash('one');
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const first = small.verify('one', phc).then(note('verified'));
  const made = ['a', 'b', 'c'].map((secret) => small.hash(secret).then(note(`made ${secret}`)));
  assert.equal(small.waiting(), 3);
  await assert.rejects(small.hash('d'), AuthUnavailableError);
  const last = small.verify('one', phc).then(note('verified as well'));
  await Promise.all([first, ...made, last]);
  assert.deepEqual(done, ['verified', 'made a', 'verified as well', 'made b', 'made c']);
});
