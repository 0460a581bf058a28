import { and, asc, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { type Endpoint, endpointColumns } from './endpoint.ts';

/** An organization's endpoints, the oldest first. */
export function listEndpoints(pool: Pool, organizationId: string): Promise<Endpoint[]> {
  return drizzle(pool)
    .select(endpointColumns)
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, organizationId), isNull(endpoints.deletedAt)))
    .orderBy(asc(endpoints.createdAt), asc(endpoints.id));
}
