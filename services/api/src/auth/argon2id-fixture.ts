// For tests: what releases before stored of a secret.
import { argon2Sync, randomBytes } from 'node:crypto';

/** As those releases had them, OWASP's first choice for argon2id; `memory` in KiB. */
const PARAMETERS = { memory: 19 * 1024, passes: 2, parallelism: 1 };

/** The PHC string of argon2id for a secret, with a salt of its own. */
export function argon2idOf(secret: string, parameters = PARAMETERS): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', { message: secret, nonce, tagLength: 32, ...parameters });
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(nonce)}$${encode(tag)}`;
}

/** Base64 without padding, as PHC strings have it. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
