import type { Pool, Queryable } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { lockOrganization } from './lock-organization.ts';

export type KeyRevocation = 'revoked' | 'not-found' | 'last-manager';

const FIND = 'select revoked_at is not null as revoked from api_keys where id = $2 and organization_id = $1';

const READ = `
  select revoked_at is null and coalesce(expires_at > now(), true) as valid, 'manage' = any(scopes) as manages
    from api_keys where id = $2 and organization_id = $1`;

// A key that is about to expire does not count: after it nobody could make another one.
const OTHER_MANAGER = `
  select from api_keys
   where organization_id = $1 and id <> $2 and revoked_at is null and expires_at is null and 'manage' = any(scopes)
   limit 1`;

const REVOKE = 'update api_keys set revoked_at = now() where id = $1 and revoked_at is null';

/**
 * Revokes a key for ever; one that is revoked already stays so. The triggers tell every instance.
 * @param keepManager whether the last valid key with the scope `manage` is to be kept
 */
export async function revokeKey(
  pool: Pool,
  organizationId: string,
  keyId: string,
  { keepManager }: { keepManager: boolean },
): Promise<KeyRevocation> {
  // Without a lock first: requests that change nothing must not queue for the organization, connections in hand.
  const revoked = await isRevoked(pool, organizationId, keyId);
  if (revoked !== false) return revoked ? 'revoked' : 'not-found';
  return inTransaction(pool, async (client) => {
    // Locked, so that the last two are not revoked at once, each because of the other.
    await lockOrganization(client, organizationId);
    const read = await client.query<{ valid: boolean; manages: boolean }>(READ, [organizationId, keyId]);
    const [key] = read.rows;
    if (!key) return 'not-found';
    if (keepManager && key.valid && key.manages) {
      const other = await client.query(OTHER_MANAGER, [organizationId, keyId]);
      if (other.rowCount === 0) return 'last-manager';
    }
    await client.query(REVOKE, [keyId]);
    return 'revoked';
  });
}

/** Undefined: the organization has no such key. */
async function isRevoked(db: Queryable, organizationId: string, keyId: string): Promise<boolean | undefined> {
  const { rows } = await db.query<{ revoked: boolean }>(FIND, [organizationId, keyId]);
  return rows[0]?.revoked;
}
