import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { test } from 'node:test';
import { generateSigningSecret, parseSigningSecret } from './signing-secret.ts';

const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';

test('a new secret is read back, and no two are alike', () => {
  for (const version of ['v1', 'v1a'] as const) {
    const [one, other] = [generateSigningSecret(version), generateSigningSecret(version)];
    assert.notEqual(one.text, other.text);
    const { key: _, ...read } = parseSigningSecret(one.text);
    assert.deepEqual(read, { version, text: one.text, publicKey: one.publicKey });
  }
  assert.match(generateSigningSecret('v1').text, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(generateSigningSecret('v1').publicKey, null);
  assert.match(generateSigningSecret('v1a').text, /^whsk_[A-Za-z0-9+/]{86}==$/);
  assert.match(generateSigningSecret('v1a').publicKey ?? '', /^whpk_[A-Za-z0-9+/]{43}=$/);
});

test('the pair of the asymmetric reference vector signs as it says', () => {
  const { publicKey, key } = parseSigningSecret(PAIR);
  assert.equal(publicKey, 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=');
  const content = Buffer.from('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}');
  assert.equal(
    sign(null, content, key).toString('base64'),
    'hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
  );
});

test('what is no secret is refused, and is not in the message', () => {
  const bytes = (n: number) => Buffer.alloc(n, 7).toString('base64');
  for (const [text, problem] of [
    ['', /must begin with whsec_ or whsk_/],
    [bytes(32), /must begin/],
    ['whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=', /must begin/],
    [`whsec_${bytes(23)}`, /24 to 64 bytes/],
    [`whsec_${bytes(65)}`, /24 to 64 bytes/],
    [`whsec_${bytes(32)}!`, /not base64/],
    [`whsec_${bytes(32).slice(0, -1)}`, /not base64/],
    ['whsec_', /24 to 64 bytes/],
    [`whsk_${bytes(32)}`, /64 bytes/],
    [`${PAIR.slice(0, -4)}AA==`, /not the one of its seed/],
  ] as const) {
    assert.throws(
      () => parseSigningSecret(text),
      (error) =>
        error instanceof RangeError &&
        problem.test(error.message) &&
        (text.length < 8 || !error.message.includes(text)),
      text,
    );
  }
  for (const n of [24, 64]) assert.equal(parseSigningSecret(`whsec_${bytes(n)}`).version, 'v1');
});
