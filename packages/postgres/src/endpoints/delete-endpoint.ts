import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { ownEndpoint } from './endpoint.ts';

/**
 * Marks one of the organization's endpoints as deleted. Its row stays, to explain the deliveries that it had; those that
 * are pending are cancelled by whoever meets them next.
 * @returns false when there is none with this id, or it is another's
 */
export async function deleteEndpoint(pool: Pool, organizationId: string, id: string): Promise<boolean> {
  const { rowCount } = await drizzle(pool)
    .update(endpoints)
    .set({
      deletedAt: sql`now()`,
      updatedAt: sql`now()`,
      // What its owner knows of it is out of date.
      healthEpoch: sql`${endpoints.healthEpoch} + 1`,
    })
    .where(ownEndpoint(organizationId, id));
  return rowCount === 1;
}
