import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from '../pool.ts';
import { endpoints } from '../schema.ts';
import { type Endpoint, endpointColumns } from './endpoint.ts';

export type NewEndpoint = Pick<
  typeof endpoints.$inferInsert,
  'id' | 'organizationId' | 'url' | 'description' | 'eventTypes' | 'paused' | 'secret' | 'keyHash'
>;

/** Stores a new endpoint. It gets the events that are stored after this. */
export async function createEndpoint(pool: Pool, endpoint: NewEndpoint): Promise<Endpoint> {
  const [created] = await drizzle(pool).insert(endpoints).values(endpoint).returning(endpointColumns);
  if (!created) throw new TypeError('an insert without a conflict clause returned no row');
  return created;
}
