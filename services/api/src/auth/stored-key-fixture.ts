// For the tests of what knows of keys.
import type { StoredKey } from '@hopline/postgres/keys/find-keys';

/** The row of a good key. */
export function keyRow(id: string, changes: Partial<StoredKey> = {}): StoredKey {
  return {
    id,
    organizationId: 'o',
    secretHash: `hash of ${id}`,
    secretCheck: 1,
    revoked: false,
    expiresInMs: null,
    scopes: ['read'],
    tier: 'free',
    rateLimit: null,
    partitionSpread: 1,
    ...changes,
  };
}
