import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { organizations } from '../schema.ts';
import { type Organization, organizationColumns } from './organization.ts';

/** An organization by its id; undefined when there is none. */
export async function findOrganization(pool: Pool, id: string): Promise<Organization | undefined> {
  const [found] = await drizzle(pool)
    .select(organizationColumns)
    .from(organizations)
    .where(eq(organizations.id, id));
  return found;
}
