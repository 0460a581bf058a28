// JavaScript: the reference library for `v1`, and for `v1a`, which it does not know, the platform's WebCrypto.
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { SignedWebhook, Verifier } from './verifier.ts';

const TOLERANCE_S = 5 * 60;

export const javascriptVerifier: Verifier = {
  name: 'JavaScript',
  async problemOf(webhook, key) {
    if (key.startsWith('whpk_')) return problemOfAsymmetric(webhook, key);
    try {
      new Webhook(key).verify(webhook.body, webhook.headers);
      return undefined;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return error.message;
      throw error;
    }
  },
};

async function problemOfAsymmetric(
  { headers, body }: SignedWebhook,
  key: string,
): Promise<string | undefined> {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_S))
    return 'the timestamp is too far from now';
  const publicKey = await crypto.subtle.importKey(
    'raw',
    Buffer.from(key.slice('whpk_'.length), 'base64'),
    'Ed25519',
    false,
    ['verify'],
  );
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  for (const one of (headers['webhook-signature'] ?? '').split(' ')) {
    const [version, signature = ''] = one.split(',');
    if (version !== 'v1a') continue;
    const bytes = Buffer.from(signature, 'base64');
    if (await crypto.subtle.verify('Ed25519', publicKey, bytes, content)) return undefined;
  }
  return 'No matching signature found';
}
