import {
  generateSigningSecret,
  parseSigningSecret,
  type SignatureVersion,
  type SigningSecret,
} from '@hopline/wire/signing-secret';
import { RequestInvalidError } from '../errors.ts';

/** What a request says of a secret. */
export interface SecretWish {
  readonly secret?: string | undefined;
  readonly signature_version?: SignatureVersion | undefined;
}

/**
 * The secret that a request brings, or a new one.
 * @param version of a new one, when the request does not say
 * @throws {RequestInvalidError} when what it brings is none, or is of another version than it says
 */
export function takeSecret(wish: SecretWish, version: SignatureVersion): SigningSecret {
  if (wish.secret === undefined) return generateSigningSecret(wish.signature_version ?? version);
  const secret = parse(wish.secret);
  if ((wish.signature_version ?? secret.version) !== secret.version) {
    throw new RequestInvalidError('/signature_version', 'is not the one of the secret');
  }
  return secret;
}

function parse(text: string): SigningSecret {
  try {
    return parseSigningSecret(text);
  } catch (error) {
    if (error instanceof RangeError) throw new RequestInvalidError('/secret', error.message);
    throw error;
  }
}

/** What is shown of a new secret: the shared one, once; of a key pair only the public key, ever. */
export function shownSecret({ version, text }: SigningSecret): string | null {
  return version === 'v1' ? text : null;
}
