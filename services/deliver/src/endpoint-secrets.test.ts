import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { parseSecretKeys, SecretBox } from '@hopline/wire/secret-box';
import { generateSigningSecret } from '@hopline/wire/signing-secret';
import { EndpointSecrets } from './endpoint-secrets.ts';
import { createSigner } from './sign.ts';

const box = new SecretBox(parseSecretKeys(`a:${randomBytes(32).toString('base64')}`));
const BODY = Buffer.from('{}');
const [A, B] = ['0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77', '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b78'];
const unreadable = { code: 'HPL_SECRET_UNREADABLE' };

function row(secret: string, more: object = {}) {
  return { endpointId: A, secret, oldSecrets: null, headers: null, ...more };
}

test('signs with the secret, and with those of before until they end', () => {
  const texts = ['v1', 'v1a', 'v1'].map((version) => generateSigningSecret(version as 'v1' | 'v1a').text);
  const [now, before, ended] = texts.map((text) => box.seal(text, 'secret', A)) as [string, string, string];
  const old = (secret: string, until: number) => ({ secret, version: 'v1', publicKey: null, until });
  const oldSecrets = [old(before, 2000), old(ended, 1000)];
  const secrets = new EndpointSecrets(box);
  const signed = (nowMs: number) =>
    secrets.signersOf(row(now, { oldSecrets }), nowMs).map((signer) => signer('head', BODY));
  const expected = texts.map((text) => createSigner(text)('head', BODY));
  assert.deepEqual(signed(999), expected);
  assert.deepEqual(signed(1000), expected.slice(0, 2));
  assert.deepEqual(signed(2000), expected.slice(0, 1));
});

test('a secret that was never sealed still signs', () => {
  const { text } = generateSigningSecret('v1');
  const [signer] = new EndpointSecrets(box).signersOf(row(text), 0);
  assert.equal(signer?.('head', BODY), createSigner(text)('head', BODY));
});

test('what does not open signs nothing, also when it opens elsewhere', () => {
  const secrets = new EndpointSecrets(box);
  const sealed = box.seal(generateSigningSecret('v1').text, 'secret', A);
  assert.equal(secrets.signersOf(row(sealed), 0).length, 1);
  assert.throws(() => secrets.signersOf(row(sealed, { endpointId: B }), 0), unreadable);
  const others = new EndpointSecrets(
    new SecretBox(parseSecretKeys(`a:${randomBytes(32).toString('base64')}`)),
  );
  assert.throws(() => others.signersOf(row(sealed), 0), unreadable);
  assert.throws(() => secrets.signersOf(row(box.seal('no secret', 'secret', A)), 0), unreadable);
  const oldSecrets = [{ secret: 'sealed:v1:z:AAAA', version: 'v1', publicKey: null, until: 1 }];
  assert.throws(() => secrets.signersOf(row(sealed, { oldSecrets }), 0), unreadable);
  assert.equal(secrets.signersOf(row(sealed, { oldSecrets }), 1).length, 1);
});

test('headers are opened, and few opened secrets are kept', (t) => {
  const secrets = new EndpointSecrets(box, 2);
  const headers = box.seal('{"x-a":"1"}', 'headers', A);
  assert.deepEqual(secrets.headersOf(row('', { headers })), { 'x-a': '1' });
  assert.deepEqual(secrets.headersOf(row('')), {});
  assert.throws(() => secrets.headersOf(row('', { headers, endpointId: B })), unreadable);
  const open = t.mock.method(box, 'open');
  const sealed = [1, 2, 3].map(() => box.seal(generateSigningSecret('v1').text, 'secret', A));
  for (const secret of [...sealed, ...sealed.slice(1)]) secrets.signersOf(row(secret), 0);
  assert.equal(open.mock.callCount(), 3);
  secrets.signersOf(row(sealed[0] as string), 0);
  assert.equal(open.mock.callCount(), 4);
});
