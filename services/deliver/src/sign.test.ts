import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signWebhook } from './sign.ts';

test('signs as the example of the Standard Webhooks specification', () => {
  const headers = signWebhook(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330_999,
    Buffer.from('{"test": 2432232314}'),
  );
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('signs the bytes, not a text made of them', () => {
  const secret = 'whsec_AAAA';
  const invalid = signWebhook(secret, 'id', 0, Buffer.from([0xff]));
  const replaced = signWebhook(secret, 'id', 0, Buffer.from('\ufffd'));
  assert.notEqual(invalid['webhook-signature'], replaced['webhook-signature']);
});
