import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { organizations } from '../schema.ts';
import { type Organization, organizationColumns } from './organization.ts';

export type OrganizationChanges = Partial<
  Pick<Organization, 'name' | 'tier' | 'rateLimit' | 'partitionSpread'>
>;

/**
 * Changes an organization; undefined when there is none with this id. Every instance hears of it, and goes by it within
 * a second (the trigger organizations_changed).
 * @param changes at least one
 */
export async function updateOrganization(
  pool: Pool,
  id: string,
  changes: OrganizationChanges,
): Promise<Organization | undefined> {
  const [updated] = await drizzle(pool)
    .update(organizations)
    .set(changes)
    .where(eq(organizations.id, id))
    .returning(organizationColumns);
  return updated;
}
