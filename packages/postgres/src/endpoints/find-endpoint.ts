import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { type Endpoint, endpointColumns, ownEndpoint } from './endpoint.ts';

/** One of the organization's endpoints; undefined when there is none with this id, or it is another's. */
export async function findEndpoint(
  pool: Pool,
  organizationId: string,
  id: string,
): Promise<Endpoint | undefined> {
  const [found] = await drizzle(pool)
    .select(endpointColumns)
    .from(endpoints)
    .where(ownEndpoint(organizationId, id));
  return found;
}
