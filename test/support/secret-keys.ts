// The key that seals secrets in the tests' databases.
import { parseSecretKeys, SecretBox } from '@hopline/wire/secret-box';

export const SECRET_KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`;

/** Seals and opens as the services under test do. */
export const secretBox = new SecretBox(parseSecretKeys(SECRET_KEYS));
