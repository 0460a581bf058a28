import { and, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints, organizations } from '../schema.ts';
import { inTransaction } from '../transaction.ts';
import { type Organization, organizationColumns } from './organization.ts';

export type OrganizationChanges = Partial<
  Pick<Organization, 'name' | 'tier' | 'rateLimit' | 'partitionSpread'>
>;

/** Its events must not be spread: an endpoint has them in order, those without an ordering key too. */
export type Ordered = 'ordered';

/**
 * Changes an organization; undefined when there is none with this id. Every instance hears of it, and goes by it within
 * a second (the trigger organizations_changed).
 * @param changes at least one
 */
export async function updateOrganization(
  pool: Pool,
  id: string,
  changes: OrganizationChanges,
): Promise<Organization | Ordered | undefined> {
  return inTransaction(pool, async (client) => {
    const tx = drizzle(client);
    if ((changes.partitionSpread ?? 1) > 1) {
      // Locked as by whoever makes an endpoint: of an ordered endpoint and a spread that come together one is refused.
      await tx.select().from(organizations).where(eq(organizations.id, id)).for('update');
      const inOrder = and(eq(endpoints.ordered, true), eq(endpoints.orderUnkeyed, true));
      const ofIt = and(eq(endpoints.organizationId, id), isNull(endpoints.deletedAt));
      const found = await tx.select({ id: endpoints.id }).from(endpoints).where(and(ofIt, inOrder)).limit(1);
      if (found.length > 0) return 'ordered';
    }
    const [updated] = await tx
      .update(organizations)
      .set(changes)
      .where(eq(organizations.id, id))
      .returning(organizationColumns);
    return updated;
  });
}
