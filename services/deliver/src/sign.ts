import { createHmac, sign } from 'node:crypto';
import { parseSigningSecret } from '@hopline/wire/signing-secret';

/** The headers that let a receiver check a webhook, as Standard Webhooks has them (https://www.standardwebhooks.com). */
export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** One signature of a webhook, with its version: `v1,…` or `v1a,…`. */
export type Signer = (head: string, body: Uint8Array) => string;

/**
 * Makes what signs with a secret. It signs the bytes of `head` and then those of `body`.
 * @param secret `whsec_…`, for HMAC-SHA256, or `whsk_…`, for ed25519
 * @throws {RangeError} when it is neither
 */
export function createSigner(secret: string): Signer {
  const { version, key } = parseSigningSecret(secret);
  if (version === 'v1') {
    return (head, body) => `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`;
  }
  // Ed25519 reads its message twice and takes it in one piece.
  return (head, body) =>
    `v1a,${sign(null, Buffer.concat([Buffer.from(head), body]), key).toString('base64')}`;
}

/**
 * Signs one attempt, over `id.timestamp.body`.
 * @param signers of all secrets that are good at this time, the newest first: while one replaces another both sign
 * @param id the event's id: the same at every attempt, so that a receiver can tell a repeat. It has no full stop
 * @param timestampMs of this attempt, milliseconds since the epoch; sent in seconds
 * @param body the exact bytes that are sent
 */
export function signWebhook(
  signers: readonly Signer[],
  id: string,
  timestampMs: number,
  body: Uint8Array,
): SignatureHeaders {
  const timestamp = String(Math.floor(timestampMs / 1000));
  const head = `${id}.${timestamp}.`;
  const signatures = signers.map((signer) => signer(head, body));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
