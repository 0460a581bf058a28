import type { PoolClient } from '../pool.ts';

/**
 * Locks an organization until the transaction ends, so that decisions about all of its keys are made one after another.
 * Sending events is not held up by it.
 * @returns whether there is such an organization
 */
export async function lockOrganization(client: PoolClient, organizationId: string): Promise<boolean> {
  const { rowCount } = await client.query('select from organizations where id = $1 for no key update', [
    organizationId,
  ]);
  return rowCount === 1;
}

const COUNT = `
  select count(*)::int as valid from api_keys
   where organization_id = $1 and revoked_at is null and coalesce(expires_at > now(), true)`;

/** How many keys of the organization are good now. */
export async function countValidKeys(client: PoolClient, organizationId: string): Promise<number> {
  const { rows } = await client.query<{ valid: number }>(COUNT, [organizationId]);
  return rows[0]?.valid ?? 0;
}
