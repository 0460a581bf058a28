import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { isSealed, keyCheck, keyIdOf, parseSecretKeys, SecretBox } from './secret-box.ts';

const key = () => randomBytes(32).toString('base64');
const [K1, K2] = [key(), key()];
const box = (text: string) => new SecretBox(parseSecretKeys(text));
const HERE = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';
const ELSEWHERE = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b78';

test('what is sealed opens with the same key, in the same place, and nowhere else', () => {
  const one = box(`a:${K1}`);
  const sealed = one.seal('whsec_grün', 'secret', HERE);
  assert.equal(one.open(sealed, 'secret', HERE), 'whsec_grün');
  assert.match(sealed, /^sealed:v1:a:[A-Za-z0-9_-]+$/);
  assert.notEqual(one.seal('whsec_grün', 'secret', HERE), sealed);
  const unreadable = { code: 'HPL_SECRET_UNREADABLE' };
  assert.throws(() => one.open(sealed, 'secret', ELSEWHERE), unreadable);
  assert.throws(() => one.open(sealed, 'headers', HERE), unreadable);
  assert.throws(() => box(`a:${K2}`).open(sealed, 'secret', HERE), unreadable);
  assert.throws(() => box(`b:${K1}`).open(sealed, 'secret', HERE), /the key a is not in SECRET_KEYS/);
  // The id that is written is bound too: the same key under another id does not open it.
  const renamed = sealed.replace('sealed:v1:a:', 'sealed:v1:b:');
  assert.throws(() => box(`b:${K1}`).open(renamed, 'secret', HERE), unreadable);
});

test('a text that was changed anywhere does not open', () => {
  const one = box(`a:${K1}`);
  const sealed = one.seal('whsec_x', 'secret', HERE);
  const start = 'sealed:v1:a:'.length;
  const bytes = Buffer.from(sealed.slice(start), 'base64url');
  for (let i = 0; i < bytes.length; i += 1) {
    const changed = Buffer.from(bytes);
    changed[i] = (changed[i] ?? 0) ^ 1;
    const text = sealed.slice(0, start) + changed.toString('base64url');
    assert.throws(() => one.open(text, 'secret', HERE), { code: 'HPL_SECRET_UNREADABLE' }, `byte ${i}`);
  }
  for (const text of ['sealed:v1:a:AAAA', 'sealed:v1:a:', 'sealed:v1:', `${sealed}!`]) {
    assert.throws(() => one.open(text, 'secret', HERE), { code: 'HPL_SECRET_UNREADABLE' }, text);
  }
});

test('the first key seals, every key opens, and what was never sealed is itself', () => {
  const old = box(`a:${K1}`).seal('x', 'secret', HERE);
  const both = box(`b:${K2}, a:${K1}`);
  assert.equal(both.open(old, 'secret', HERE), 'x');
  const anew = both.seal('x', 'secret', HERE);
  assert.deepEqual([keyIdOf(anew), keyIdOf(old), keyIdOf('whsec_x')], ['b', 'a', undefined]);
  assert.deepEqual([isSealed(anew), isSealed('whsec_x')], [true, false]);
  assert.equal(both.open('whsec_x', 'secret', HERE), 'whsec_x');
});

test('the check of a key is the same for the same key alone', () => {
  const [a, again, other] = [K1, K1, K2].map((text) => keyCheck(parseSecretKeys(`a:${text}`)[0] as never));
  assert.match(a ?? '', /^[0-9a-f]{16}$/);
  assert.deepEqual([again === a, other === a], [true, false]);
});

test('keys that are not usable are refused without being quoted', () => {
  for (const text of [
    '',
    K1,
    `a:${K1.slice(4)}`,
    `a:${K1},`,
    `a:${K1},a:${K2}`,
    `a b:${K1}`,
    `${'x'.repeat(33)}:${K1}`,
    `a:${Buffer.from(K1, 'base64').toString('base64url')}==x`,
  ]) {
    assert.throws(
      () => parseSecretKeys(text),
      (error) => error instanceof RangeError && !error.message.includes(K1.slice(0, 20)),
      text,
    );
  }
});
