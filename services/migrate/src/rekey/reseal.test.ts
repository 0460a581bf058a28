import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { keyIdOf, parseSecretKeys, SecretBox } from '@hopline/wire/secret-box';
import { reseal } from './reseal.ts';

const [A, B] = [1, 2].map(() => randomBytes(32).toString('base64'));
const ID = '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77';
const before = new SecretBox(parseSecretKeys(`a:${A}`));
const box = new SecretBox(parseSecretKeys(`b:${B},a:${A}`));

function row(more: object = {}) {
  return { id: ID, secret: before.seal('whsec_x', 'secret', ID), oldSecrets: null, headers: null, ...more };
}
const old = (secret: string, until: number) => ({ secret, version: 'v1' as const, publicKey: null, until });

test('everything is sealed with the first key, what was never sealed too', () => {
  const sealed = reseal(
    row({
      secret: 'whsec_plain',
      oldSecrets: [old(before.seal('whsec_old', 'secret', ID), 10), old('whsec_older', 10)],
      headers: before.seal('{"a":"b"}', 'headers', ID),
    }),
    box,
    0,
  );
  assert.ok(sealed?.headers && sealed.oldSecrets);
  const texts = [sealed.secret, ...sealed.oldSecrets.map(({ secret }) => secret)];
  assert.deepEqual([...texts, sealed.headers].map(keyIdOf), ['b', 'b', 'b', 'b']);
  assert.deepEqual(
    texts.map((text) => box.open(text, 'secret', ID)),
    ['whsec_plain', 'whsec_old', 'whsec_older'],
  );
  assert.equal(box.open(sealed.headers, 'headers', ID), '{"a":"b"}');
  assert.equal(reseal(sealed, box, 0), undefined, 'done once');
});

test('what has ended is left out, even when it does not open any more', () => {
  const sealed = reseal(row({ oldSecrets: [old('sealed:v1:gone:AAAA', 5)] }), box, 5);
  assert.equal(sealed?.oldSecrets, null);
  const current = box.seal('whsec_x', 'secret', ID);
  assert.equal(reseal(row({ secret: current, oldSecrets: [old('x', 5)] }), box, 5)?.secret, current);
});

test('what does not open is said, not lost', () => {
  const foreign = new SecretBox(parseSecretKeys(`z:${A}`)).seal('whsec_x', 'secret', ID);
  assert.throws(() => reseal(row({ secret: foreign }), box, 0), { code: 'HPL_SECRET_UNREADABLE' });
});
