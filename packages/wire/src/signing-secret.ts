// The keys that webhooks are signed with, in the forms of Standard Webhooks (https://www.standardwebhooks.com): `whsec_`
// and a shared secret for `v1`, `whsk_` and an ed25519 key pair for `v1a`, whose public half is shown as `whpk_`.
import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

export const SIGNATURE_VERSIONS = ['v1', 'v1a'] as const;

/** `v1`: HMAC-SHA256 with a secret that both sides have. `v1a`: ed25519, of which the receiver has the public key. */
export type SignatureVersion = (typeof SIGNATURE_VERSIONS)[number];

export interface SigningSecret {
  readonly version: SignatureVersion;
  /** `whsec_…` or `whsk_…`. */
  readonly text: string;
  /** `whpk_…`; null for a shared secret. */
  readonly publicKey: string | null;
  readonly key: KeyObject;
}

const SHARED = 'whsec_';
const PRIVATE = 'whsk_';
const PUBLIC = 'whpk_';
/** What the specification allows of a shared secret: 192 to 512 bits. */
const MIN_SHARED_BYTES = 24;
const MAX_SHARED_BYTES = 64;
const SEED_BYTES = 32;
/** What PKCS #8 (RFC 8410) has before the seed of an ed25519 key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new secret, of 256 random bits. */
export function generateSigningSecret(version: SignatureVersion): SigningSecret {
  if (version === 'v1') return parseSigningSecret(SHARED + randomBytes(32).toString('base64'));
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const pair = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]);
  return parseSigningSecret(PRIVATE + pair.toString('base64'));
}

/**
 * Reads a secret: `whsec_` and base64 of 24 to 64 bytes, or `whsk_` and base64 of an ed25519 seed and its public key.
 * @throws {RangeError} that says what is wrong, without the secret
 */
export function parseSigningSecret(text: string): SigningSecret {
  if (text.startsWith(SHARED)) return parseShared(text);
  if (text.startsWith(PRIVATE)) return parsePair(text);
  throw new RangeError(`must begin with ${SHARED} or ${PRIVATE}`);
}

function parseShared(text: string): SigningSecret {
  const bytes = decodeBase64(text.slice(SHARED.length));
  if (bytes.length < MIN_SHARED_BYTES || bytes.length > MAX_SHARED_BYTES) {
    throw new RangeError(`must have ${MIN_SHARED_BYTES} to ${MAX_SHARED_BYTES} bytes behind ${SHARED}`);
  }
  return { version: 'v1', text, publicKey: null, key: createSecretKey(bytes) };
}

function parsePair(text: string): SigningSecret {
  const bytes = decodeBase64(text.slice(PRIVATE.length));
  if (bytes.length !== 2 * SEED_BYTES) {
    throw new RangeError(`must have an ed25519 seed and its public key, 64 bytes, behind ${PRIVATE}`);
  }
  const [seed, given] = [bytes.subarray(0, SEED_BYTES), bytes.subarray(SEED_BYTES)];
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  // Whoever imports a pair has given the public half to the receiver: one that does not fit would never verify.
  if (!Buffer.from(x, 'base64url').equals(given)) {
    throw new RangeError('has a public key that is not the one of its seed');
  }
  return { version: 'v1a', text, publicKey: PUBLIC + given.toString('base64'), key };
}

/** Strictly: Buffer takes any text for base64. */
function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new RangeError('is not base64 behind its prefix');
  return bytes;
}
