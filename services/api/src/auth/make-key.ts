import type { NewKey } from '@hopline/postgres/keys/stored-key';
import { type ApiKey, generateApiKey } from './api-key.ts';
import { hashSecret, secretCheck } from './secret-hash.ts';

/** A new key: what its owner gets, and what is stored of it. */
export function makeKey(): { apiKey: ApiKey; stored: Omit<NewKey, 'name'> } {
  const apiKey = generateApiKey();
  const { id, secret } = apiKey;
  return { apiKey, stored: { id, secretHash: hashSecret(secret), secretCheck: secretCheck(secret) } };
}
