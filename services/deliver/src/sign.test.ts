import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSigner, signWebhook } from './sign.ts';

const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const BODY = Buffer.from('{"test": 2432232314}');
const SHARED = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const V1 = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const V1A = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

test('signs as the examples of Standard Webhooks, with either kind of secret and with both', () => {
  for (const [secrets, signature] of [
    [[SHARED], V1],
    [[PAIR], V1A],
    [[PAIR, SHARED], `${V1A} ${V1}`],
  ] as const) {
    assert.deepEqual(signWebhook(secrets.map(createSigner), ID, 1_614_265_330_999, BODY), {
      'webhook-id': ID,
      'webhook-timestamp': '1614265330',
      'webhook-signature': signature,
    });
  }
});

test('signs the bytes, not a text made of them', () => {
  for (const secret of [SHARED, PAIR]) {
    const signers = [createSigner(secret)];
    const invalid = signWebhook(signers, 'id', 0, Buffer.from([0xff]));
    const replaced = signWebhook(signers, 'id', 0, Buffer.from('\ufffd'));
    assert.notEqual(invalid['webhook-signature'], replaced['webhook-signature']);
  }
});

test('what is no secret signs nothing', () => {
  for (const text of ['', 'secret', 'sealed:v1:a:AAAA', 'whsec_AAAA']) {
    assert.throws(() => createSigner(text), RangeError);
  }
});
