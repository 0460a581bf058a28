// Secrets of API keys at rest: a SHA-256, since they are 256 random bits of our own, which nobody finds by trying however
// quick the hash is (docs/adr/012-keys-are-stored-as-sha-256.md).
import { hash, timingSafeEqual } from 'node:crypto';

const FORM = /^\$sha256\$[A-Za-z0-9+/]{43}$/;

/** What is stored of a secret: its SHA-256 in base64 without padding, marked in the manner of a PHC string. */
export function hashSecret(secret: string): string {
  return `$sha256$${hash('sha256', secret, 'base64').slice(0, -1)}`;
}

/** The first 32 bits of the secret's SHA-256, as a signed integer. */
export function secretCheck(secret: string): number {
  return hash('sha256', secret, 'buffer').readInt32BE(0);
}

/** What a row says of a secret by itself. `unsure`: it may be the right one, and only argon2id can tell. */
export type SecretVerdict = 'right' | 'wrong' | 'unsure';

/**
 * Whether the secret is the one of the row. Of a row with argon2id, as releases before stored it, the first 32 bits of a
 * SHA-256 are compared, so that a flood of wrong secrets never reaches argon2id; they tell a thief nothing of use.
 */
export function judgeSecret(
  secret: string,
  stored: { readonly secretHash: string; readonly secretCheck: number },
): SecretVerdict {
  if (!FORM.test(stored.secretHash)) return secretCheck(secret) === stored.secretCheck ? 'unsure' : 'wrong';
  // Of the same length, both being of the form.
  return timingSafeEqual(Buffer.from(stored.secretHash), Buffer.from(hashSecret(secret))) ? 'right' : 'wrong';
}
