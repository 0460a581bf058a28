// Secrets of API keys at rest: argon2id (RFC 9106) as a PHC string, and a 32-bit check that is compared first, so that a
// flood of wrong secrets never reaches argon2id. 32 of 256 random bits tell a thief nothing of use.
import { argon2, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { takeTurns } from './take-turns.ts';

const argon2Async = promisify(argon2);

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const PARAMETERS = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;

// Each hash takes 19 MiB and a thread of libuv's pool of four, which file reads and name look-ups share.
const inTurn = takeTurns(2);

/** The PHC string that goes to the database. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await compute(secret, salt, PARAMETERS);
  const { memory, passes, parallelism } = PARAMETERS;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;
}

/**
 * Whether the secret is the one that was hashed.
 * @throws {TypeError} when the stored text is no PHC string of argon2id
 */
export async function verifySecret(secret: string, phc: string): Promise<boolean> {
  const [, m, t, p, salt, tag] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc) ?? [];
  if (!salt || !tag) throw new TypeError('the stored hash of a key is not a PHC string of argon2id');
  const stored = Buffer.from(tag, 'base64');
  const parameters = { memory: Number(m), passes: Number(t), parallelism: Number(p) };
  const computed = await compute(secret, Buffer.from(salt, 'base64'), parameters, stored.length);
  return timingSafeEqual(computed, stored);
}

/** The first 32 bits of the secret's SHA-256, as a signed integer. */
export function secretCheck(secret: string): number {
  return hash('sha256', secret, 'buffer').readInt32BE(0);
}

function compute(
  secret: string,
  nonce: Buffer,
  parameters: typeof PARAMETERS,
  tagLength = TAG_BYTES,
): Promise<Buffer> {
  return inTurn(() => argon2Async('argon2id', { message: secret, nonce, tagLength, ...parameters }));
}

/** Base64 without padding, as PHC strings have it. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
