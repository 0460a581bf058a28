import type { PoolClient } from '../pool.ts';

/**
 * Locks an organization until the transaction ends, so that decisions about all of its keys are made one after another.
 * Sending events is not held up by it.
 */
export async function lockOrganization(client: PoolClient, organizationId: string): Promise<void> {
  await client.query('select from organizations where id = $1 for no key update', [organizationId]);
}
