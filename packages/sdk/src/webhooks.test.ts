import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from './webhooks.ts';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const BODY =
  '{"id":"e1","type":"order.created","timestamp":"2026-03-01T12:00:00.000Z","data":{"name":"Zoë"}}';

function signed(body = BODY, { secret = SECRET, at = new Date() } = {}) {
  return {
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('e1', at, body),
  };
}

test('a webhook is read, of a text or of bytes, with headers of any framework', () => {
  const headers = signed();
  const bytes = new TextEncoder().encode(BODY);
  const upperCase = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  for (const [body, given] of [
    [BODY, headers],
    [bytes, headers],
    [bytes.slice().buffer, headers],
    [Buffer.from(BODY), new Headers(headers)],
    [bytes, upperCase],
  ] as const) {
    const event = verifyWebhook<{ name: string }>(body, given, SECRET);
    assert.equal(event.id, 'e1');
    assert.equal(event.data.name, 'Zoë');
  }
});

test('one of several secrets is enough, and so is one of several signatures', () => {
  assert.equal(verifyWebhook(BODY, signed(), [OTHER, SECRET]).type, 'order.created');
  const both = `${signed(BODY, { secret: OTHER })['webhook-signature']} ${signed()['webhook-signature']}`;
  assert.equal(verifyWebhook(BODY, { ...signed(), 'webhook-signature': both }, SECRET).id, 'e1');
});

test('every reason has its code', () => {
  const old = new Date(Date.now() - 6 * 60_000);
  const { 'webhook-signature': _, ...unsigned } = signed();
  for (const [code, body, headers, secrets] of [
    ['HPL_WEBHOOK_HEADERS', BODY, unsigned, SECRET],
    ['HPL_WEBHOOK_HEADERS', BODY, {}, SECRET],
    ['HPL_WEBHOOK_TIMESTAMP', BODY, signed(BODY, { at: old }), SECRET],
    ['HPL_WEBHOOK_TIMESTAMP', BODY, { ...signed(), 'webhook-timestamp': 'soon' }, SECRET],
    ['HPL_WEBHOOK_SIGNATURE', BODY, signed(), OTHER],
    ['HPL_WEBHOOK_SIGNATURE', `${BODY} `, signed(), SECRET],
    ['HPL_WEBHOOK_SIGNATURE', `\ufeff${BODY}`, signed(), SECRET],
    ['HPL_WEBHOOK_BODY', '{}', signed('{}'), SECRET],
    ['HPL_WEBHOOK_BODY', 'null', signed('null'), SECRET],
    ['HPL_WEBHOOK_BODY', 'x', signed('x'), SECRET],
    ['HPL_WEBHOOK_BODY', new Uint8Array([0xff]), signed(), SECRET],
  ] as const) {
    assert.throws(() => verifyWebhook(body, headers, secrets), { name: 'WebhookVerificationError', code });
  }
});

test('a body that a framework has parsed, or never read, is told of', () => {
  for (const body of [JSON.parse(BODY), {}, undefined]) {
    assert.throws(() => verifyWebhook(body, signed(), SECRET), {
      code: 'HPL_WEBHOOK_BODY',
      message: /not parsed/,
    });
    assert.throws(() => verifyWebhook(body, {}, SECRET), { code: 'HPL_WEBHOOK_HEADERS' });
  }
});

test('a secret that is none is a mistake of the receiver, also before a webhook that is not signed', () => {
  for (const secrets of ['', 'whsec_', 'whpk_abc', 'whsec_*', [], [SECRET, '']]) {
    for (const headers of [signed(), {}]) {
      assert.throws(() => verifyWebhook(BODY, headers, secrets), TypeError, JSON.stringify(secrets));
    }
  }
});
