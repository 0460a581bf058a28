import { desc, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { organizations } from '../schema.ts';
import { type Organization, organizationColumns } from './organization.ts';

/**
 * Organizations, the newest first: their ids are UUIDs of version 7, which are in the order of time.
 * @param before only those that are older than the one with this id
 */
export function listOrganizations(
  pool: Pool,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Organization[]> {
  return drizzle(pool)
    .select(organizationColumns)
    .from(organizations)
    .where(before === undefined ? undefined : lt(organizations.id, before))
    .orderBy(desc(organizations.id))
    .limit(limit);
}
