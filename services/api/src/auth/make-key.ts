import type { NewKey } from '@hopline/postgres/keys/stored-key';
import { type ApiKey, generateApiKey } from './api-key.ts';
import { type SecretHasher, secretCheck } from './secret-hash.ts';

/**
 * A new key: what its owner gets, and what is stored of it.
 * @throws {AuthUnavailableError} when too many secrets wait to be hashed
 */
export async function makeKey(
  hasher: Pick<SecretHasher, 'hash'>,
): Promise<{ apiKey: ApiKey; stored: Omit<NewKey, 'name'> }> {
  const apiKey = generateApiKey();
  const secretHash = await hasher.hash(apiKey.secret);
  return { apiKey, stored: { id: apiKey.id, secretHash, secretCheck: secretCheck(apiKey.secret) } };
}
