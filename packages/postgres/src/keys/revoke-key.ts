import type { Pool } from '../pool.ts';
import { inTransaction } from '../transaction.ts';
import { lockOrganization } from './lock-organization.ts';

export type KeyRevocation = 'revoked' | 'not-found' | 'last-manager';

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
export function revokeKey(
  pool: Pool,
  organizationId: string,
  keyId: string,
  { keepManager }: { keepManager: boolean },
): Promise<KeyRevocation> {
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
